import type { Text } from '../l10n/text';
import type { FaultData } from '../model/faults';
import { defineRule } from './rule';

type Command = FaultData['unreliable-command']['command'];

/** What nft does with each, measured with 1.8.11. */
const words: Record<Command, Text> = {
  replace: {
    en: 'The nft back end crashes on `-R` for a rule of the same file, and nothing is loaded; legacy replaces it. Write the right rule in the first place.',
    ja: '同じファイルで追加したルールを `-R` で置き換えると、nft バックエンドは異常終了し、何も読み込まれません（legacy は置き換えます）。初めから正しいルールを書いてください。',
  },
  zero: {
    en: 'The nft back end crashes on `-Z` with the number of a rule of the same file, and nothing is loaded. Give the counters before the rule: `[0:0] -A …`.',
    ja: '同じファイルにあるルールの番号を `-Z` で指定すると、nft バックエンドは異常終了し、何も読み込まれません。カウンターはルールの前に `[0:0] -A …` のように書きます。',
  },
  'rename-chain': {
    en: 'The nft back end cannot rename a chain that the same file makes, and refuses the file; legacy renames it. Make the chain under its new name.',
    ja: 'nft バックエンドは、同じファイルで作ったチェインの名前を変えられず、ファイルを拒否します（legacy は変更します）。初めから新しい名前でチェインを作ってください。',
  },
  flush: {
    en: 'With the nft back end `-F` without a chain leaves the rules that this file has added above; legacy takes them out. Name the chain, or remove the rules.',
    ja: 'nft バックエンドでは、チェインを指定しない `-F` を書いても、このファイルで上に追加したルールが残ります（legacy は消します）。チェインを指定するか、ルールを削除してください。',
  },
};

export const unreliableCommand = defineRule({
  code: 'unreliable-command',
  severity: 'error',
  title: { en: 'Command that one back end cannot carry out', ja: '片方のバックエンドで実行できないコマンド' },
  page: {
    en: 'iptables-restore with the nft back end sends a whole table to the kernel at once, so some commands cannot refer to what the same file has made: `-R` and `-Z` with a rule number crash it, `-E` is refused, and `-F` without a chain leaves the rules above it. The legacy back end carries them out. These commands belong on the command line; in a file write the rules and chains as they are to be.',
    ja: 'nft バックエンドの iptables-restore はテーブル全体を一度にカーネルへ送るため、同じファイルで作ったものを指せないコマンドがあります。番号付きの `-R` と `-Z` では異常終了し、`-E` は拒否され、チェインを指定しない `-F` では上のルールが残ります。legacy バックエンドは実行します。これらはコマンドラインで使うコマンドです。ファイルには、できあがりの形でルールとチェインを書いてください。',
  },
  refusals: ['Segmentation fault', 'CHAIN_RENAME failed (No such file or directory): chain ADMINS'],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-R INPUT 1 -i eth1 -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i eth1 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n:ADMIN - [0:0]\n-E ADMIN ADMINS\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n:ADMINS - [0:0]\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-F\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-F INPUT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-Z INPUT 1\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n[0:0] -A INPUT -i lo -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ command }) => words[command],
  isRefused: ({ command }) => command !== 'flush',
  refusal: ({ command }) =>
    command === 'rename-chain' ? 'CHAIN_RENAME failed (No such file or directory)' : command === 'flush' ? undefined : 'Segmentation fault',
});
