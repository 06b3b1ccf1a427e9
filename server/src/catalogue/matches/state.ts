import { stateList } from '../../values';
import type { MatchSpec } from '../schema';
import { connectionStates } from './conntrack';

/** The old form of conntrack --ctstate. Facts: `state_ct23_parse` in libxt_conntrack.c, which hands it to the kernel as conntrack. */
export const stateMatch: MatchSpec = {
  kind: 'match',
  name: 'state',
  steady: true,
  reads: ['connection', 'source', 'destination'],
  families: ['ipv4', 'ipv6'],
  summary: {
    en: 'Matches packets by the state of their connection; the old form of conntrack --ctstate.',
    ja: 'パケットを、コネクションの状態で判定します。conntrack --ctstate の古い書き方です。',
  },
  doc: {
    en: [
      '`-m state --state X` and `-m conntrack --ctstate X` do the same; the kernel has had only conntrack for years, and `iptables-save` keeps the form that was written. `--state` does not know `SNAT` and `DNAT`.',
      connectionStates.en,
      'After `NOTRACK` (or `CT --notrack`) in the raw table only UNTRACKED matches: a rule that lists NEW, ESTABLISHED and RELATED does not let such packets in. In the raw table itself, before tracking, states mean nothing yet.',
    ].join('\n\n'),
    ja: [
      '`-m state --state X` と `-m conntrack --ctstate X` の働きは同じです。カーネルには以前から conntrack しかなく、`iptables-save` は書かれた形のまま出力します。`--state` では `SNAT` と `DNAT` を使えません。',
      connectionStates.ja,
      'raw テーブルの `NOTRACK`(または `CT --notrack`)のあとは、UNTRACKED だけが一致します。NEW、ESTABLISHED、RELATED を並べたルールでは許可されません。raw テーブル自体は追跡より前にあるため、そこで状態を判定しても意味がありません。',
    ].join('\n\n'),
  },
  deprecated: {
    en: '`-m state` is the old name. Write `-m conntrack --ctstate …` instead; the states are the same.',
    ja: '`-m state` は古い名前です。代わりに `-m conntrack --ctstate …` と書いてください。状態の名前は同じです。',
  },
  options: [
    {
      name: 'state',
      invertible: true,
      required: true,
      values: [{ type: stateList, label: 'state[,state]…', sample: 'RELATED,ESTABLISHED' }],
      doc: {
        en: 'The states that match, separated by commas without spaces: `INVALID`, `NEW`, `ESTABLISHED`, `RELATED`, `UNTRACKED`. Case does not matter, and a beginning is enough (`EST`).',
        ja: '一致させる状態を、空白を入れずにカンマで区切って並べます。`INVALID`、`NEW`、`ESTABLISHED`、`RELATED`、`UNTRACKED` があります。大文字と小文字は区別されず、先頭の一部(`EST` など)でもかまいません。',
      },
    },
  ],
  examples: [
    {
      table: 'filter',
      rules: [
        '-A INPUT -m state --state RELATED,ESTABLISHED -j ACCEPT',
        '-A INPUT -p tcp --dport 22 -m state --state NEW -j ACCEPT',
        '-A INPUT -m state --state INVALID -j DROP',
      ],
      title: { en: 'A stateful base as old rulesets have it', ja: '古いルールセットによくある、ステートフルな基本形です' },
    },
    {
      table: 'filter',
      rules: [
        '-A INPUT -i eth0 -p udp --dport 694 -m state --state UNTRACKED -j ACCEPT',
        '-A FORWARD -m state ! --state INVALID -j ACCEPT',
      ],
      title: {
        en: 'Accepts what a NOTRACK rule in raw exempted from tracking',
        ja: 'raw の NOTRACK で追跡対象から外したパケットを許可します',
      },
    },
  ],
  source: { man: 'state', file: 'extensions/libxt_conntrack.c', kernel: 'net/netfilter/xt_conntrack.c' },
};
