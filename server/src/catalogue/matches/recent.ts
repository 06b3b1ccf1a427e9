import { unsignedInteger } from '../../values/integer';
import { recentMask, recentName } from '../../values/recent-list';
import { scanUnsigned, U16, U32 } from '../../values/scan';
import type { ExtensionUse, Family, MatchSpec, OptionSpec, UseFault } from '../schema';

const commands = ['set', 'rcheck', 'update', 'remove'] as const;
const others = (name: string): readonly string[] => commands.filter((command) => command !== name);

const seconds = unsignedInteger({
  id: 'recent-seconds',
  min: 1,
  max: U32,
  doc: { en: 'A number of seconds, at least 1.', ja: '1 以上の秒数です。' },
  suggest: [{ value: '60' }, { value: '300' }, { value: '3600' }],
});

const hits = unsignedInteger({
  id: 'recent-hits',
  max: U16,
  doc: {
    en: 'A number of packets, up to 65535 (kernels before 6.11: 255). 0 is as if the option were not there.',
    ja: 'パケット数です。65535 まで(6.11 より前のカーネルでは 255 まで)で、0 は指定なしと同じです。',
  },
  refusal: () => 'RULE_APPEND failed (Invalid argument)',
});

/** Lists of addresses that rules themselves fill. Facts: libxt_recent.c (revision 1), `recent_mt_check` in the kernel's xt_recent.c. */
export const recentMatch: MatchSpec = {
  kind: 'match',
  name: 'recent',
  remembers: 'shared',
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Puts addresses on a list, and matches by whether, when and how often one was seen.',
    ja: 'アドレスをリストに記録し、記録の有無、時期、回数で判定します。',
  },
  doc: {
    en: [
      'Exactly one of `--set`, `--rcheck`, `--update` and `--remove` says what the rule does with the list. `--seconds`, `--hitcount`, `--reap` and `--rttl` narrow `--rcheck` and `--update`; with `--set` and `--remove` they are refused.',
      'The usual pair against password guessing: one rule puts each new connection on the list with `--set`, the next drops those that came too often with `--update --seconds 60 --hitcount 4`. With `--update` every further attempt begins the time anew, with `--rcheck` it does not.',
      'A list holds 100 addresses (the module parameter `ip_list_tot`), and forgets the ones not seen for the longest time when it is full. Somebody who forges source addresses can fill it, and can get others onto it. For large lists use an ipset with a timeout, and against guessing `-m hashlimit`.',
      'The lists can be read and changed in `/proc/net/xt_recent/NAME`: `echo +192.0.2.1` adds, `echo -192.0.2.1` removes, `echo /` empties. They are lost at a reboot, and when the last rule with the name goes.',
    ].join('\n\n'),
    ja: [
      'リストに対する操作は、`--set`、`--rcheck`、`--update`、`--remove` のうちちょうど 1 つで指定します。`--seconds`、`--hitcount`、`--reap`、`--rttl` は `--rcheck` と `--update` を絞り込むもので、`--set` や `--remove` と併用すると拒否されます。',
      'パスワード総当たりへの対策では、新しい接続を `--set` で記録し、次のルールで `--update --seconds 60 --hitcount 4` により多すぎる相手を破棄する組み合わせがよく使われます。`--update` では試行のたびに期間が数え直されますが、`--rcheck` では数え直されません。',
      '1 つのリストには 100 個のアドレス(モジュールのパラメーター `ip_list_tot`)が入り、満杯になると、最も長く見ていないものから忘れられます。送信元を偽装されると、リストを埋め尽くされたり、無関係のアドレスを載せられたりします。大きなリストにはタイムアウト付きの ipset を、総当たりの対策には `-m hashlimit` を使ってください。',
      'リストは `/proc/net/xt_recent/名前` で読み書きできます。`echo +192.0.2.1` で追加、`echo -192.0.2.1` で削除、`echo /` で全消去です。再起動したり、その名前を使うルールがなくなったりすると失われます。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'set',
      invertible: true,
      excludes: others('set'),
      values: [],
      doc: {
        en: 'Puts the address on the list, or notes that it was seen again. Always matches; with `!` never, but it is noted all the same.',
        ja: 'アドレスをリストに加えるか、再び見たことを記録します。常に一致します。`!` を付けると一致しませんが、記録は行われます。',
      },
    },
    {
      name: 'rcheck',
      invertible: true,
      excludes: others('rcheck'),
      values: [],
      doc: { en: 'The address is on the list. Changes nothing.', ja: 'アドレスがリストにあれば一致します。リストは変更しません。' },
    },
    {
      name: 'update',
      invertible: true,
      excludes: others('update'),
      values: [],
      doc: {
        en: 'The address is on the list; if the rule matches, it is noted as seen now.',
        ja: 'アドレスがリストにあれば一致します。一致すると、最後に見た時刻を更新します。',
      },
    },
    {
      name: 'remove',
      invertible: true,
      excludes: others('remove'),
      values: [],
      doc: {
        en: 'The address is on the list, and is taken off it.',
        ja: 'アドレスがリストにあれば一致し、リストから取り除きます。',
      },
    },
    {
      name: 'seconds',
      values: [{ type: seconds, label: 'seconds', sample: '60' }],
      doc: {
        en: 'It was seen within so many seconds. With `--hitcount`, only what was seen within them counts.',
        ja: 'この秒数以内に見たアドレスに限ります。`--hitcount` と併用すると、この期間内の回数だけを数えます。',
      },
    },
    {
      name: 'reap',
      needs: ['seconds'],
      values: [],
      doc: {
        en: 'Clears entries away that are older than `--seconds`.',
        ja: '`--seconds` より古いエントリーを削除します。',
      },
    },
    {
      name: 'hitcount',
      values: [{ type: hits, label: 'hits', sample: '4' }],
      doc: {
        en: 'It was seen at least so often: up to 65535 times, with kernels before 6.11 up to 255.',
        ja: 'この回数以上見たアドレスに限ります。65535 回まで(6.11 より前のカーネルでは 255 回まで)です。',
      },
    },
    {
      name: 'rttl',
      excludes: ['set', 'remove'],
      values: [],
      doc: {
        en: 'The packet has the TTL (IPv6: hop limit) that the entry was made with, so that a forged source does not match so easily.',
        ja: 'エントリーを作ったときと同じ TTL(IPv6 では Hop Limit)のパケットに限ります。送信元を偽装したパケットに一致しにくくなります。',
      },
    },
    {
      name: 'name',
      values: [{ type: recentName, label: 'name', sample: 'SSH' }],
      doc: { en: 'The list; `DEFAULT` where it is left out.', ja: 'リストの名前です。省略すると `DEFAULT` です。' },
    },
    {
      name: 'rsource',
      values: [],
      doc: { en: 'The source address is meant, as without the option.', ja: '送信元アドレスを対象にします(既定)。' },
    },
    {
      name: 'rdest',
      values: [],
      doc: { en: 'The destination address is meant.', ja: '宛先アドレスを対象にします。' },
    },
    maskOption('ipv4', '255.255.255.0'),
    maskOption('ipv6', 'ffff:ffff:ffff:ffff::'),
  ],
  groups: [
    {
      options: commands,
      count: 'at-least-one',
      refusal: "recent: you must specify one of `--set', `--rcheck' `--update' or `--remove'",
    },
  ],
  check: (use) => [...narrowing(use), ...sides(use), ...spaces(use)],
  examples: [
    {
      table: 'filter',
      rules: [
        '-A INPUT -p tcp --dport 22 -m conntrack --ctstate NEW -m recent --set --name SSH --rsource',
        '-A INPUT -p tcp --dport 22 -m conntrack --ctstate NEW -m recent --update --seconds 60 --hitcount 4 --rttl --name SSH --rsource -j DROP',
      ],
      title: {
        en: 'Drops whoever opens a fourth SSH connection within a minute',
        ja: '1 分以内に 4 回目の SSH 接続をした相手を破棄します',
      },
    },
    {
      table: 'filter',
      rules: [
        '-A INPUT -m recent --rcheck --seconds 3600 --reap --name scanners -j DROP',
        '-A INPUT -p tcp --dport 23 -m recent --set --name scanners -j DROP',
        '-A INPUT -p icmp -m recent --remove --name scanners',
        '-A FORWARD -m recent ! --rcheck --rdest --name allowed -j REJECT',
      ],
      family: 'ipv4',
      title: { en: 'Shuts out for an hour whoever tries telnet', ja: 'telnet を試した相手を 1 時間締め出します' },
    },
    {
      table: 'filter',
      rules: ['-A INPUT -p tcp --dport 25 -m recent --set --name mail --mask 255.255.255.0'],
      family: 'ipv4',
      title: { en: 'One entry for each /24', ja: '/24 ごとに 1 つのエントリーにまとめます' },
    },
    {
      table: 'filter',
      rules: ['-A INPUT -p tcp --dport 25 -m recent --set --name mail --mask ffff:ffff:ffff:ffff::'],
      family: 'ipv6',
      title: { en: 'One entry for each /64', ja: '/64 ごとに 1 つのエントリーにまとめます' },
    },
  ],
  source: { man: 'recent', file: 'extensions/libxt_recent.c', kernel: 'net/netfilter/xt_recent.c' },
};

function maskOption(family: Family, sample: string): OptionSpec {
  return {
    name: 'mask',
    families: [family],
    values: [{ type: recentMask, label: 'mask', sample }],
    doc: {
      en: `Only these bits of the address count, as a mask in full (\`${sample}\`): a whole network has one entry. The mask of the rule that makes the list holds for all.`,
      ja: `アドレスのうち、このマスクのビットだけを見ます(\`${sample}\` の形で書きます)。ネットワーク全体が 1 つのエントリーになります。リストを最初に作ったルールのマスクが、全ルールに適用されます。`,
    },
  };
}

/** `--set` and `--remove` take none of the narrowing options (`recent_mt_check` in the kernel's xt_recent.c). */
function narrowing(use: ExtensionUse): readonly UseFault[] {
  const command = use.options.find(({ name }) => name === 'set' || name === 'remove');
  if (command === undefined) return [];
  return use.options
    .filter(({ name, values }) => name === 'seconds' || name === 'reap' || (name === 'hitcount' && !isZero(values[0])))
    .map(({ name }) => ({
      option: name,
      message: {
        en: `--${name} narrows --rcheck and --update; with --${command.name} the kernel refuses it. Put it into the rule that asks the list.`,
        ja: `--${name} は --rcheck と --update を絞り込むオプションで、--${command.name} と併用するとカーネルが拒否します。リストを調べるルールのほうに書いてください。`,
      },
      refusal: 'RULE_APPEND failed (Invalid argument)',
    }));
}

function isZero(word: string | undefined): boolean {
  return word === undefined || scanUnsigned(word, 0, word.length) === 0;
}

/** The last of `--rsource` and `--rdest` counts. */
function sides(use: ExtensionUse): readonly UseFault[] {
  const given = use.options.filter(({ name }) => name === 'rsource' || name === 'rdest');
  const last = given[given.length - 1];
  const first = given.find(({ name }) => name !== last?.name);
  if (last === undefined || first === undefined) return [];
  return [
    {
      option: first.name,
      message: {
        en: `--${last.name} behind it undoes --${first.name}: a rule looks at one address only.`,
        ja: `後ろの --${last.name} が --${first.name} を打ち消します。1 つのルールで対象にできるアドレスは片方だけです。`,
      },
    },
  ];
}

/** `iptables-save` prints the name without quotes. */
function spaces(use: ExtensionUse): readonly UseFault[] {
  const name = use.options.find((option) => option.name === 'name')?.values[0];
  if (name === undefined || !/\s/.test(name)) return [];
  return [
    {
      option: 'name',
      value: 0,
      severity: 'warning',
      message: {
        en: 'iptables-save prints this name without quotes, so that what it saves cannot be loaded. Use a name without spaces.',
        ja: 'iptables-save はこの名前を引用符なしで出力するため、保存した内容を読み込めなくなります。空白のない名前にしてください。',
      },
    },
  ];
}
