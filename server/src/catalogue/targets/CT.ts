import { ctEvents, expectationEvents, helperName, timeoutPolicy, zone } from '../../values';
import type { ExtensionUse, TargetSpec, UseFault } from '../schema';

export const CTTarget: TargetSpec = {
  kind: 'target',
  name: 'CT',
  verdict: 'continue',
  changes: ['tracking'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Decides how, and whether, connection tracking will treat the packet.',
    ja: 'コネクション追跡がパケットをどう扱うか、または扱わないかを決めます。',
  },
  doc: {
    en: [
      'The kernel takes it in the **raw** table only, before connection tracking looks at the packet: `PREROUTING` for packets that arrive, `OUTPUT` for packets this host sends. It attaches a template that a new connection is made from; a connection that exists is not changed.',
      'With `--notrack` the packet becomes **UNTRACKED** (`NOTRACK` is the older spelling). That accepts nothing: no rule that asks for NEW, ESTABLISHED, RELATED or INVALID matches it any more, so `INPUT` must accept it by address and port or by `--ctstate UNTRACKED`, and for both directions. NAT and helpers no longer apply to it.',
      "Since Linux 4.7 helpers are no longer assigned by port alone: `--helper` is the way to switch one on. It needs a `-p` of the helper's protocol.",
    ].join('\n\n'),
    ja: [
      'カーネルが受け付けるのは、コネクション追跡がパケットを見る前の **raw** テーブルだけです。届くパケットは `PREROUTING`、このホストが送るパケットは `OUTPUT` に書きます。新しいコネクションのひな形を付けるもので、既にあるコネクションは変わりません。',
      '`--notrack` を付けるとパケットは **UNTRACKED** になります(`NOTRACK` はその古い書き方です)。これだけでは許可されません。NEW、ESTABLISHED、RELATED、INVALID を条件とするルールには一致しなくなるため、`INPUT` ではアドレスとポート、または `--ctstate UNTRACKED` を条件に、両方向とも許可する必要があります。NAT とヘルパーも適用されなくなります。',
      'Linux 4.7 以降、ヘルパーはポートだけでは割り当てられません。`--helper` で有効にします。そのヘルパーのプロトコルを `-p` で指定する必要があります。',
    ].join('\n\n'),
  },
  tables: ['raw'],
  chains: ['PREROUTING', 'OUTPUT'],
  options: [
    {
      name: 'notrack',
      values: [],
      doc: {
        en: 'Does not track the packet: its state is UNTRACKED from here on, and `INPUT` still has to accept it. The other options then have no effect.',
        ja: 'パケットを追跡しません。以後の状態は UNTRACKED になり、`INPUT` での許可は別に必要です。ほかのオプションは働かなくなります。',
      },
    },
    {
      name: 'helper',
      values: [{ type: helperName, label: 'name', sample: 'ftp' }],
      doc: {
        en: "Gives new connections this helper, for protocols that open further connections (`ftp`, `sip`, `tftp`, …). The rule needs `-p`, not inverted, and the kernel needs the helper's module.",
        ja: '新しいコネクションにこのヘルパーを割り当てます。別のコネクションを開くプロトコル(`ftp`、`sip`、`tftp` など)のためのものです。ルールに `-p`(反転は不可)が、カーネルにヘルパーのモジュールが必要です。',
      },
    },
    {
      name: 'timeout',
      values: [{ type: timeoutPolicy, label: 'name', sample: 'short-udp' }],
      doc: {
        en: 'Gives new connections the timeouts of this policy, which `nfct timeout add` has made. The rule needs `-p`, not inverted.',
        ja: '`nfct timeout add` で作ったこの名前のタイムアウトポリシーを、新しいコネクションに適用します。ルールに `-p`(反転は不可)が必要です。',
      },
    },
    {
      name: 'ctevents',
      values: [{ type: ctEvents, label: 'event[,event…]', sample: 'new,destroy' }],
      doc: {
        en: 'Reports only these events of the connection to programs such as `conntrack -E`: `new`, `related`, `destroy`, `reply`, `assured`, `protoinfo`, `helper`, `mark`, `natseqinfo`, `secmark`.',
        ja: '`conntrack -E` などのプログラムに知らせるコネクションのイベントを、これらに限ります。`new`、`related`、`destroy`、`reply`、`assured`、`protoinfo`、`helper`、`mark`、`natseqinfo`、`secmark` があります。',
      },
    },
    {
      name: 'expevents',
      values: [{ type: expectationEvents, label: 'event', sample: 'new' }],
      doc: {
        en: 'Reports only these events of expectations; `new` is the only one there is.',
        ja: '知らせるエクスペクテーションのイベントを限定します。あるのは `new` だけです。',
      },
    },
    {
      name: 'zone-orig',
      values: [{ type: zone, label: 'id|mark', sample: '1' }],
      doc: {
        en: 'As `--zone`, but for the original direction only.',
        ja: '`--zone` と同じですが、開始した側の方向だけに適用します。',
      },
    },
    {
      name: 'zone-reply',
      values: [{ type: zone, label: 'id|mark', sample: '1' }],
      doc: {
        en: 'As `--zone`, but for the reply direction only.',
        ja: '`--zone` と同じですが、返信の方向だけに適用します。',
      },
    },
    {
      name: 'zone',
      values: [{ type: zone, label: 'id|mark', sample: '1' }],
      doc: {
        en: "Tracks the packet in a table of its own, for networks whose addresses overlap. `mark` takes the number of the zone from the packet's mark. Everything is in zone 0 unless told.",
        ja: 'パケットを独立した追跡テーブル(ゾーン)で扱います。アドレスが重なるネットワークのためのものです。`mark` と書くと、パケットの mark をゾーン番号にします。指定しなければゾーン 0 です。',
      },
    },
  ],
  check: checkCT,
  examples: [
    {
      table: 'raw',
      rules: [
        '-A PREROUTING -i eth0 -p udp -m udp --dport 694 -j CT --notrack',
        '-A OUTPUT -o eth0 -p udp -m udp --dport 694 -j CT --notrack',
      ],
      title: { en: 'Exempt heartbeat in both directions', ja: 'heartbeat を両方向とも追跡の対象から外す' },
    },
    {
      table: 'raw',
      rules: ['-A PREROUTING -p tcp -m tcp --dport 21 -j CT --helper ftp'],
      title: { en: 'Let FTP data connections be RELATED', ja: 'FTP のデータコネクションを RELATED として扱う' },
      requires: 'nf_conntrack_ftp',
    },
    {
      table: 'raw',
      rules: ['-A PREROUTING -p udp -m udp --dport 53 -j CT --timeout short-udp'],
      title: { en: 'Forget DNS questions sooner', ja: 'DNS の問い合わせを早く忘れる' },
      requires: 'a timeout policy: nfct timeout add short-udp inet udp unreplied 5 replied 10',
    },
    {
      table: 'raw',
      rules: ['-A PREROUTING -j CT --ctevents new,destroy --expevents new'],
      title: { en: 'Report only the beginning and the end of connections', ja: 'コネクションの開始と終了だけを知らせる' },
    },
    {
      table: 'raw',
      rules: [
        '-A PREROUTING -i eth1 -j CT --zone 1',
        '-A PREROUTING -i eth2 -j CT --zone-orig mark',
        '-A PREROUTING -i eth3 -j CT --zone-reply 3',
      ],
      title: { en: 'Keep networks with the same addresses apart', ja: '同じアドレスを使うネットワークを区別する' },
    },
  ],
  source: { man: 'CT', file: 'extensions/libxt_CT.c', kernel: 'net/netfilter/xt_CT.c' },
};

/** `xt_ct_tg_check` in the kernel: helper and timeout want a protocol; with --notrack nothing else is looked at. */
function checkCT(use: ExtensionUse): readonly UseFault[] {
  const faults: UseFault[] = [];
  const given = (name: string): boolean => use.options.some((option) => option.name === name);
  if (use.options.length === 0) {
    return [
      {
        message: {
          en: 'Without an option CT changes nothing. Write `--notrack` to exempt the packet from connection tracking.',
          ja: 'オプションのない CT は何も変えません。追跡の対象から外すには `--notrack` を付けてください。',
        },
        severity: 'warning',
      },
    ];
  }
  if (given('notrack')) {
    for (const option of use.options) {
      if (option.name === 'notrack') continue;
      faults.push({
        option: option.name,
        message: {
          en: `\`--notrack\` leaves nothing to track, so \`--${option.name}\` has no effect. Write one of the two.`,
          ja: `\`--notrack\` があると追跡されないため、\`--${option.name}\` は働きません。どちらか一方だけを書いてください。`,
        },
        severity: 'warning',
      });
    }
    return faults;
  }
  if (use.protocol === undefined || use.protocol === 0 || use.protocolInverted) {
    for (const option of use.options) {
      if ((option.name !== 'helper' && option.name !== 'timeout') || option.values[0] === '') continue;
      faults.push({
        option: option.name,
        message: {
          en: `\`--${option.name}\` belongs to one protocol: the rule needs a \`-p\` such as \`-p tcp\`, not inverted.`,
          ja: `\`--${option.name}\` は特定のプロトコルのためのものです。ルールに \`-p tcp\` などの \`-p\` が必要です(反転は不可)。`,
        },
        refusal: 'You must specify a L4 protocol and not use inversions on it',
      });
    }
  }
  faults.push(...helperFaults(use));
  const zones = use.options.filter((option) => option.name.startsWith('zone'));
  for (const option of zones.slice(0, -1)) {
    faults.push({
      option: option.name,
      message: {
        en: 'A rule holds one zone: a later zone option takes the place of this one. Write a rule for each.',
        ja: '1 つのルールに指定できるゾーンは 1 つです。後に書いたゾーンの指定で置き換えられます。ルールを分けてください。',
      },
      severity: 'warning',
    });
  }
  return faults;
}

/** What the kernel's helpers are for: the protocols, and whether IPv6 has them. Measured, helper by helper; `H.245` is registered for UDP. */
const helpers: Readonly<Record<string, { readonly protocols: readonly number[]; readonly ipv6: boolean }>> = {
  amanda: { protocols: [17], ipv6: true },
  ftp: { protocols: [6], ipv6: true },
  'H.245': { protocols: [17], ipv6: true },
  'Q.931': { protocols: [6], ipv6: true },
  RAS: { protocols: [17], ipv6: true },
  irc: { protocols: [6], ipv6: false },
  'netbios-ns': { protocols: [17], ipv6: false },
  pptp: { protocols: [6], ipv6: false },
  sane: { protocols: [6], ipv6: true },
  sip: { protocols: [6, 17], ipv6: true },
  snmp: { protocols: [17], ipv6: false },
  snmp_trap: { protocols: [17], ipv6: false },
  tftp: { protocols: [17], ipv6: true },
};

/** A helper that the kernel has, for another protocol or family (`xt_ct_set_helper`). Names it does not have may be programs'. */
function helperFaults(use: ExtensionUse): readonly UseFault[] {
  const name = use.options.find((option) => option.name === 'helper')?.values[0];
  const helper = name === undefined || !Object.hasOwn(helpers, name) ? undefined : helpers[name];
  if (helper === undefined || use.protocol === undefined || use.protocol === 0 || use.protocolInverted) return [];
  const refusal = `No such helper "${name}"`;
  if (use.family === 'ipv6' && !helper.ipv6) {
    const message = { en: `The helper \`${name}\` exists for IPv4 only.`, ja: `ヘルパー \`${name}\` は IPv4 専用です。` };
    return [{ option: 'helper', value: 0, message, refusal }];
  }
  if (helper.protocols.includes(use.protocol)) return [];
  const right = helper.protocols.map((protocol) => (protocol === 6 ? '`-p tcp`' : '`-p udp`'));
  const message = {
    en: `The helper \`${name}\` wants ${right.join(' or ')} in the rule.`,
    ja: `ヘルパー \`${name}\` を使うには、ルールに ${right.join(' または ')} が必要です。`,
  };
  return [{ option: 'helper', value: 0, message, refusal }];
}
