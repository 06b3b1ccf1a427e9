import { replaceSpan } from '../text/position';
import type { Finding } from './rule';
import { defineRule } from './rule';
import { replaceTitle } from './support/fix';

export const attachedValue = defineRule({
  code: 'attached-value',
  severity: 'warning',
  hasAutomaticFix: true,
  title: { en: "Value in its option's word", ja: 'オプションとつながった値' },
  page: {
    en: 'The value stands in the same word as its option: `-ptcp`, `--jump=ACCEPT`. iptables 1.8.11 reads it; 1.8.9, the release of Debian 12, takes the whole word for the value of `-p`, `-s`, `-d`, `-j`, `-i` and `-o`. It then refuses the file, or, for interfaces, loads a rule for an interface that is called `-ieth0`, which no packet ever meets. With a blank between them every release reads the same.',
    ja: '値がオプションと同じ単語に書かれています（`-ptcp`、`--jump=ACCEPT` など）。iptables 1.8.11 は読めますが、Debian 12 の 1.8.9 は `-p`、`-s`、`-d`、`-j`、`-i`、`-o` で単語全体を値とみなします。その結果ファイルは拒否されるか、インターフェースの場合は `-ieth0` という名前のインターフェース向けのルールになり、どのパケットにも一致しません。間に空白を入れれば、どのリリースでも同じように読まれます。',
  },
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -ilo -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo --jump=ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo --jump ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ option, value, word, misreadBy, isName }) =>
    isName
      ? {
          en: `iptables ${misreadBy} takes all of \`${word}\` for the interface's name, so that the rule never matches; newer releases read \`${value}\`. Put a blank behind \`${option}\`.`,
          ja: `iptables ${misreadBy} は \`${word}\` 全体をインターフェース名とみなすため、このルールは一致しません。新しいリリースは \`${value}\` と読みます。\`${option}\` の後に空白を入れてください。`,
        }
      : {
          en: `iptables ${misreadBy} takes all of \`${word}\` for the value and refuses the file; newer releases read \`${value}\`. Put a blank behind \`${option}\`.`,
          ja: `iptables ${misreadBy} は \`${word}\` 全体を値とみなし、ファイルを拒否します。新しいリリースは \`${value}\` と読みます。\`${option}\` の後に空白を入れてください。`,
        },
  fixes: (finding, file) => parted(finding, file.lineText(finding.line).slice(finding.start, finding.end)),
});

/** The word in two, where the option is the only one in it and nothing of it is in quotes. */
function parted({ line, start, end, option, value, word }: Finding<'attached-value'>, written: string) {
  const isWhole = word === option + value || word === `${option}=${value}`;
  if (!isWhole || written !== word) return [];
  const words = `${option} ${value}`;
  return [{ title: replaceTitle(words), edits: [replaceSpan(line, { start, end }, words)], preferred: true, automatic: true }];
}
