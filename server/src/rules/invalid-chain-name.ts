import { defineRule } from './rule';
import { joined, onlyRefusedBy } from './support/wording';

export const invalidChainName = defineRule({
  code: 'invalid-chain-name',
  severity: 'error',
  title: { en: 'Invalid chain name', ja: '不正なチェイン名' },
  page: {
    en: "A chain's name has at most 28 bytes, holds no blanks, does not begin with `-` or `!`, and is not that of a target. `-N` refuses the name of any target. A line `:NAME -` refuses those of ACCEPT, DROP, QUEUE and RETURN; any other target it hides, so that `-j LOG` would be a jump into the chain `LOG`.",
    ja: 'チェイン名は 28 バイト以内で空白を含まず、`-` や `!` で始まらず、ターゲットの名前とも異なる必要があります。`-N` はどのターゲットの名前も拒否します。`:NAME -` の行が拒否するのは ACCEPT、DROP、QUEUE、RETURN だけで、それ以外のターゲットは隠されます。たとえば `-j LOG` がチェイン `LOG` へのジャンプになります。',
  },
  refusals: [
    "Invalid chain name `ALLOW-FROM-ADMINISTRATION-LAN' (28 chars max)",
    "chain name `ALLOW-FROM-ADMINISTRATION-LAN' too long (must be under 29 chars)",
    "chain name not allowed to start with `-'",
    "Invalid chain name `LAN WEB'",
    'chain name may not clash with target name',
    "error creating chain 'ACCEPT':File exists",
  ],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n:ALLOW-FROM-ADMINISTRATION-LAN - [0:0]\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n:ALLOW-FROM-ADMIN-LAN - [0:0]\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n:ACCEPT - [0:0]\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n:ACCEPTED - [0:0]\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-N LOG\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-N LOGDROP\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n:-ADMINS - [0:0]\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n:ADMINS - [0:0]\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-N "LAN WEB"\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-N LAN-WEB\nCOMMIT\n',
    },
  ],
  message: ({ name, reason, backEnd }) => {
    switch (reason) {
      case 'too-long':
        return {
          en: `The name \`${name}\` is too long: a chain's name has at most 28 bytes. Shorten it.`,
          ja: `名前 \`${name}\` は長すぎます。チェイン名は 28 バイトまでです。短くしてください。`,
        };
      case 'first-character':
        return joined(
          {
            en: `A chain's name cannot begin with \`${name.charAt(0)}\`. Choose another one.`,
            ja: `チェイン名を \`${name.charAt(0)}\` で始めることはできません。別の名前にしてください。`,
          },
          onlyRefusedBy(backEnd, { en: 'takes it', ja: '受け付けます' }),
        );
      case 'white-space':
        return {
          en: `The name of a chain holds no blanks, in quotes either: \`${name}\`. Choose another one.`,
          ja: `チェイン名に空白は使えません。引用符で囲んでも同じです（\`${name}\`）。別の名前にしてください。`,
        };
      case 'target-name':
        return {
          en: `\`${name}\` is the name of a target and cannot be a chain's. Choose another one.`,
          ja: `\`${name}\` はターゲットの名前なので、チェイン名にはできません。別の名前にしてください。`,
        };
      case 'missing':
        return {
          en: 'Behind `:` stands the name of a chain: `:INPUT ACCEPT [0:0]`.',
          ja: '`:` の後にはチェインの名前を書きます（例: `:INPUT ACCEPT [0:0]`）。',
        };
    }
  },
  refusal: ({ name, reason }) => {
    switch (reason) {
      case 'too-long':
        return `chain name \`${name}' too long (must be under 29 chars)`;
      case 'first-character':
        return `chain name not allowed to start with \`${name.charAt(0)}'`;
      case 'white-space':
        return `Invalid chain name \`${name}'`;
      case 'target-name':
        return 'chain name may not clash with target name';
      case 'missing':
        return 'chain name invalid';
    }
  },
});
