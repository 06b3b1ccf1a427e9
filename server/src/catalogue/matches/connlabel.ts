import { connectionLabel } from '../../values/connlabel';
import type { MatchSpec } from '../schema';

/** Labels of a connection. Facts: libxt_connlabel.c, `connlabel_mt` in the kernel's xt_connlabel.c. */
export const connlabelMatch: MatchSpec = {
  kind: 'match',
  name: 'connlabel',
  steady: true,
  remembers: 'shared',
  reads: ['connection', 'source', 'destination'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Matches, or sets, one of 128 labels of the connection.',
    ja: 'コネクションに付く 128 個のラベルの 1 つを判定し、または付けます。',
  },
  doc: {
    en: [
      'Labels are bits: a connection can have any number of them, unlike its one mark. Names for them stand in `/etc/xtables/connlabel.conf`; a name that is not there is refused at loading, a number always works.',
      'Room for labels is made when a connection begins, and only where a rule uses them, so connections from before cannot be labelled. Untracked packets have none, so only `! --label` matches them.',
    ].join('\n\n'),
    ja: [
      'ラベルはビットなので、1 つしか持てない mark と違い、コネクションにいくつでも付けられます。名前は `/etc/xtables/connlabel.conf` に書きます。そこにない名前は読み込み時に拒否されますが、番号なら常に使えます。',
      'ラベルの領域が確保されるのは、ラベルを使うルールがあるときに始まったコネクションだけです。それより前からあるコネクションには付けられません。追跡されていないパケットにラベルはなく、`! --label` だけが一致します。',
    ].join('\n\n'),
  },
  options: [
    {
      name: 'label',
      invertible: true,
      required: true,
      values: [{ type: connectionLabel, label: 'name|number', sample: '4' }],
      doc: { en: 'The label, by number (0 to 127) or name.', ja: 'ラベルを、番号(0~127)か名前で指定します。' },
    },
    {
      name: 'set',
      changes: ['connection'],
      values: [],
      doc: {
        en: 'Sets the label if the connection does not have it yet, and then matches. Not to be confused with `--set` of the set match.',
        ja: 'ラベルがまだなければ付けて、一致します。set match の `--set` とは別のものです。',
      },
    },
  ],
  examples: [
    {
      table: 'mangle',
      rules: ['-A PREROUTING -i eth0 -m connlabel --label 1 --set', '-A POSTROUTING -m connlabel ! --label 1 -j DROP'],
      title: {
        en: 'Labels what comes in by eth0, and lets nothing else out',
        ja: 'eth0 から入った通信にラベルを付け、それ以外は外に出しません',
      },
    },
  ],
  source: { man: 'connlabel', file: 'extensions/libxt_connlabel.c', kernel: 'net/netfilter/xt_connlabel.c' },
  since: 'Linux 3.9',
};
