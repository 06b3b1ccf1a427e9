import { groupRange, userRange } from '../../values/owner-range';
import type { ExtensionUse, MatchSpec, UseFault } from '../schema';

/** Who sends a packet on this host. Facts: libxt_owner.c (revision 1), `owner_check` and `owner_mt` in the kernel's xt_owner.c. */
export const ownerMatch: MatchSpec = {
  kind: 'match',
  name: 'owner',
  steady: true,
  reads: [],
  families: ['ipv4', 'ipv6'],
  chains: ['OUTPUT', 'POSTROUTING'],
  summary: {
    en: 'Matches packets of this host by the user or group whose process sends them.',
    ja: 'このホストが送るパケットを、送信したプロセスのユーザーやグループで判定します。',
  },
  doc: {
    en: [
      'It asks who opened the socket. That is known only for packets that this host sends, in `OUTPUT` and `POSTROUTING`. In `POSTROUTING` forwarded packets pass too; they have no socket, and match only options with a `!`.',
      'Some packets of this host have no owner either: answers that the kernel gives by itself (ICMP echo, TCP RST and the last packets of a connection). A policy that drops everything but certain users must let them pass by another rule (`-m conntrack --ctstate RELATED,ESTABLISHED`).',
      "Names are looked up once, when the file is loaded, and the load fails where there is no such user or group. In a user namespace other than the network's, user and group cannot be asked for.",
      '`--pid-owner`, `--sid-owner` and `--cmd-owner` of older releases are gone.',
    ].join('\n\n'),
    ja: [
      'ソケットを開いたのが誰かを判定します。わかるのはこのホストが送るパケットだけなので、`OUTPUT` と `POSTROUTING` で使います。`POSTROUTING` には転送パケットも通りますが、ソケットがないため、`!` を付けたオプションにしか一致しません。',
      'このホストが送るパケットでも、カーネル自身が返す応答(ICMP echo の応答、TCP RST、コネクションの最後のパケットなど)には所有者がありません。特定のユーザー以外をすべて破棄する場合は、別のルール(`-m conntrack --ctstate RELATED,ESTABLISHED`)でそれらを通す必要があります。',
      '名前は読み込み時に一度だけ番号に変換され、該当するユーザーやグループがなければ読み込みは失敗します。ネットワーク名前空間の持ち主とは別のユーザー名前空間では、ユーザーやグループは指定できません。',
      '古いリリースにあった `--pid-owner`、`--sid-owner`、`--cmd-owner` は廃止されました。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'uid-owner',
      invertible: true,
      values: [{ type: userRange, label: 'user|uid[-uid]', sample: '1000' }],
      doc: {
        en: 'The socket was opened by this user, or by one of a range of user numbers (`0-499`). `iptables-save` prints the number.',
        ja: 'ソケットを開いたユーザー、またはユーザー番号の範囲(`0-499`)です。`iptables-save` は番号で出力します。',
      },
    },
    {
      name: 'gid-owner',
      invertible: true,
      values: [{ type: groupRange, label: 'group|gid[-gid]', sample: '1000' }],
      doc: {
        en: 'The socket was opened with this group, or one of a range of group numbers. Only the main group counts, unless `--suppl-groups` follows.',
        ja: 'ソケットを開いたときのグループ、またはグループ番号の範囲です。`--suppl-groups` がなければ、主グループだけを見ます。',
      },
    },
    {
      name: 'suppl-groups',
      values: [],
      doc: {
        en: "The process's supplementary groups count for `--gid-owner`, too. It must stand behind that option.",
        ja: '`--gid-owner` で、プロセスの補助グループも対象にします。`--gid-owner` より後ろに書く必要があります。',
      },
      since: '1.8.4',
    },
    {
      name: 'socket-exists',
      invertible: true,
      values: [],
      doc: {
        en: 'The packet belongs to a socket of this host. With `!`: forwarded, or made by the kernel itself.',
        ja: 'このホストのソケットに属するパケットに一致します。`!` を付けると、転送されたパケットやカーネル自身が作ったパケットに一致します。',
      },
    },
  ],
  groups: [
    {
      options: ['uid-owner', 'gid-owner', 'socket-exists', 'suppl-groups'],
      count: 'at-least-one',
      refusal: 'owner: At least one of --uid-owner, --gid-owner or --socket-exists is required',
    },
  ],
  check: groupFirst,
  examples: [
    {
      table: 'filter',
      rules: [
        '-A OUTPUT -p tcp --dport 25 -m owner --uid-owner root -j ACCEPT',
        '-A OUTPUT -p tcp --dport 25 -m owner --gid-owner 8 --suppl-groups -j ACCEPT',
        '-A OUTPUT -p tcp --dport 25 -m owner --socket-exists -j REJECT',
      ],
      title: {
        en: 'Mail goes out only from root and from the group mail',
        ja: 'メールの送信を root と mail グループだけに許可します',
      },
    },
    {
      table: 'nat',
      rules: ['-A OUTPUT -p tcp --dport 80 -m owner ! --uid-owner 13 -j REDIRECT --to-ports 3128'],
      title: {
        en: "Sends this host's web requests through its proxy, except the proxy's own",
        ja: 'このホストの Web 要求を、プロキシ自身のものを除いてプロキシへ回します',
      },
    },
    {
      table: 'mangle',
      rules: [
        '-A POSTROUTING -m owner --uid-owner 1000-1999 -j MARK --set-mark 1',
        '-A POSTROUTING -m owner ! --socket-exists -j MARK --set-mark 2',
      ],
      title: { en: "Marks people's packets and forwarded ones", ja: '一般ユーザーのパケットと転送パケットに mark を付けます' },
    },
  ],
  source: { man: 'owner', file: 'extensions/libxt_owner.c', kernel: 'net/netfilter/xt_owner.c' },
};

/** `--suppl-groups` is refused as long as no `--gid-owner` has been read (`owner_mt_parse` in libxt_owner.c). */
function groupFirst(use: ExtensionUse): readonly UseFault[] {
  const suppl = use.options.findIndex(({ name }) => name === 'suppl-groups');
  const group = use.options.findIndex(({ name }) => name === 'gid-owner');
  if (suppl < 0 || (group >= 0 && group < suppl)) return [];
  return [
    {
      option: 'suppl-groups',
      message: {
        en: '--suppl-groups needs a --gid-owner before it.',
        ja: '--suppl-groups の前に --gid-owner が必要です。',
      },
      refusal: 'owner: Bad value for "--suppl-groups" option: "you need to use --gid-owner first"',
    },
  ];
}
