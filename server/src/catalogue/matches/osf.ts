import { text } from '../../values';
import { unsignedInteger } from '../../values/integer';
import type { ExtensionUse, MatchSpec, UseFault } from '../schema';

const genre = text({
  id: 'osf-genre',
  doc: {
    en: 'An operating system as the fingerprint file names it: `Linux`, `Windows`, `FreeBSD`.',
    ja: 'フィンガープリントファイルにある OS の名前です。`Linux`、`Windows`、`FreeBSD` などです。',
  },
  maxBytes: 31,
  truncated: 'changed',
  suggest: [{ value: 'Linux' }, { value: 'Windows' }, { value: 'FreeBSD' }, { value: 'OpenBSD' }, { value: 'MacOS' }],
});

const ttlCheck = unsignedInteger({
  id: 'osf-ttl',
  max: 2,
  doc: { en: 'How the TTL is compared: 0, 1 or 2.', ja: 'TTL の比べ方(0、1、2)です。' },
  describe: (value) =>
    [
      {
        en: 'It must be that of the fingerprint: for hosts of the same network.',
        ja: 'フィンガープリントと等しいことを求めます(同じネットワーク内向け)。',
      },
      {
        en: 'It must not be above that of the fingerprint: for hosts of the internet.',
        ja: 'フィンガープリントの値以下であることを求めます(インターネット向け)。',
      },
      { en: 'It is not looked at.', ja: 'TTL は比べません。' },
    ][value],
});

const logLevel = unsignedInteger({
  id: 'osf-log',
  max: 2,
  doc: { en: 'What is logged: 0, 1 or 2.', ja: 'ログに記録する内容(0、1、2)です。' },
  describe: (value) =>
    [
      { en: 'Every fingerprint that fits, and unknown ones.', ja: '当てはまるものすべてと、不明なものを記録します。' },
      { en: 'The first that fits.', ja: '最初に当てはまったものだけを記録します。' },
      { en: 'Every known one that fits.', ja: '当てはまる既知のものをすべて記録します。' },
    ][value],
});

/** The operating system that a SYN comes from. Facts: libxt_osf.c, the kernel's xt_osf.c and nfnetlink_osf.c. */
export const osfMatch: MatchSpec = {
  kind: 'match',
  name: 'osf',
  steady: true,
  remembers: 'shared',
  families: ['ipv4'],
  chains: ['PREROUTING', 'INPUT', 'FORWARD'],
  protocols: ['tcp'],
  protocolRefusal: 'RULE_APPEND failed (Invalid argument)',
  summary: {
    en: "Matches TCP SYNs by the sender's operating system, guessed from the packet.",
    ja: 'TCP の SYN を、パケットの特徴から推測した送信元の OS で判定します。',
  },
  doc: {
    en: 'Window size, MSS, options and their order, TTL and DF of a SYN are compared with fingerprints, which have to be loaded first (`nfnl_osf -f /usr/share/xtables/pf.os`); without them nothing is recognised. Other packets than SYNs never match. The file is old, and anybody can disguise himself: good for statistics, not for protection.',
    ja: 'SYN のウィンドウサイズ、MSS、オプションとその順序、TTL、DF を、あらかじめ読み込んだフィンガープリント(`nfnl_osf -f /usr/share/xtables/pf.os`)と比べます。読み込んでいなければ何も判別できません。SYN 以外のパケットには一致しません。フィンガープリントは古く、偽装も容易なため、統計向けであり、防御には向きません。',
  },
  options: [
    {
      name: 'genre',
      required: true,
      invertible: true,
      values: [{ type: genre, label: 'name', sample: 'Linux' }],
      doc: {
        en: 'The operating system, spelled as in the fingerprints.',
        ja: 'OS の名前を、フィンガープリントのとおりの綴りで書きます。',
      },
    },
    {
      name: 'ttl',
      values: [{ type: ttlCheck, label: '0|1|2', sample: '1' }],
      doc: {
        en: "How the TTL counts: 0, it must be equal (for the local network); 1, it must not be above the fingerprint's (for the internet); 2, it does not count.",
        ja: 'TTL の扱いです。0 は等しいこと(同一ネットワーク向け)、1 はフィンガープリントの値以下であること(インターネット向け)を求め、2 では見ません。',
      },
    },
    {
      name: 'log',
      values: [{ type: logLevel, label: '0|1|2', sample: '2' }],
      doc: {
        en: 'Logs what was recognised to the kernel log: 0 everything, also unknown; 1 the first that fits; 2 everything known.',
        ja: '判別結果をカーネルログに記録します。0 は不明を含むすべて、1 は最初に当てはまったもの、2 は既知のものすべてです。',
      },
    },
  ],
  check: emptyGenre,
  examples: [
    {
      table: 'filter',
      rules: [
        '-A INPUT -p tcp --syn -m osf --genre Linux --ttl 1 --log 2 -j ACCEPT',
        '-A INPUT -p tcp --dport 25 -m osf ! --genre Linux -j LOG',
      ],
      family: 'ipv4',
      title: { en: 'Tells Linux hosts from others', ja: 'Linux のホストをほかと区別します' },
    },
  ],
  source: { man: 'osf', file: 'extensions/libxt_osf.c', kernel: 'net/netfilter/xt_osf.c' },
  since: 'Linux 2.6.31',
};

/** An empty name loads, and a name with spaces is saved without quotes. */
function emptyGenre(use: ExtensionUse): readonly UseFault[] {
  const name = use.options.find((option) => option.name === 'genre')?.values[0];
  if (name === undefined || (name !== '' && !/\s/.test(name))) return [];
  return [
    {
      option: 'genre',
      value: 0,
      severity: 'warning',
      message:
        name === ''
          ? {
              en: 'No operating system has an empty name, so this never matches.',
              ja: '空の名前の OS はないため、一致することはありません。',
            }
          : {
              en: 'iptables-save prints this name without quotes, so that what it saves cannot be loaded.',
              ja: 'iptables-save はこの名前を引用符なしで出力するため、保存した内容を読み込めなくなります。',
            },
    },
  ];
}
