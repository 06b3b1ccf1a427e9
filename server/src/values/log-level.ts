import { fault } from './fault';
import type { Word } from './one-of';
import { findWord, suggestWord, unknownWord } from './one-of';
import { scanEnd, scanUnsigned } from './scan';
import { spanType } from './span';

/** syslog's levels by number (xtoptions.c, `xtopt_parse_sysloglevel`). The names `warn` and `err` are not among iptables'. */
const levels: readonly Word[] = [
  {
    value: 'emerg',
    detail: '0',
    aliases: ['panic'],
    doc: { en: 'Level 0: the system is unusable.', ja: 'レベル 0:システムが使用不能です。' },
  },
  { value: 'alert', detail: '1', doc: { en: 'Level 1: act at once.', ja: 'レベル 1:直ちに対処が必要です。' } },
  { value: 'crit', detail: '2', doc: { en: 'Level 2: critical.', ja: 'レベル 2:致命的な状態です。' } },
  { value: 'error', detail: '3', doc: { en: 'Level 3: an error.', ja: 'レベル 3:エラーです。' } },
  { value: 'warning', detail: '4', doc: { en: 'Level 4: a warning; LOG’s default.', ja: 'レベル 4:警告です(LOG の既定値)。' } },
  { value: 'notice', detail: '5', doc: { en: 'Level 5: normal, but of note.', ja: 'レベル 5:正常だが注意すべき状態です。' } },
  { value: 'info', detail: '6', doc: { en: 'Level 6: information.', ja: 'レベル 6:情報です。' } },
  { value: 'debug', detail: '7', doc: { en: 'Level 7: for debugging.', ja: 'レベル 7:デバッグ用です。' } },
];

/** Other programs' names for levels. */
const otherNames: Readonly<Record<string, string>> = {
  warn: 'warning',
  err: 'error',
  emergency: 'emerg',
  critical: 'crit',
  information: 'info',
  informational: 'info',
};

/** `--log-level`: a number from 0 to 7 or a name in small letters. */
export const logLevel = spanType({
  id: 'log-level',
  doc: {
    en: 'A syslog level: 0 to 7, or `emerg`, `alert`, `crit`, `error`, `warning`, `notice`, `info`, `debug`.',
    ja: 'syslog のレベルです。0 から 7 までの番号、または `emerg`、`alert`、`crit`、`error`、`warning`、`notice`、`info`、`debug` で書きます。',
  },
  checkSpan(text, start, end) {
    if (levelOf(text, start, end) >= 0) return undefined;
    const word = text.slice(start, end);
    const refusal = `log level "${word}" unknown`;
    const number = scanUnsigned(text, start, end);
    if (number >= 0 && scanEnd === end) {
      return fault(
        start,
        end,
        `There is no level ${word}; they go from 0 (emerg) to 7 (debug).`,
        `レベル ${word} はありません。0(emerg)から 7(debug)までです。`,
        { refusal },
      );
    }
    const suggestion = otherNames[word.toLowerCase()];
    return suggestion === undefined
      ? unknownWord(levels, text, start, end, {}, refusal)
      : fault(start, end, `iptables' name of this level is "${suggestion}".`, `iptables でのこのレベルの名前は「${suggestion}」です。`, {
          refusal,
          suggestion,
        });
  },
  describe: (text) => levels[levelOf(text, 0, text.length)]?.doc,
  suggest: () => levels.map(suggestWord),
  canonical: (text) => String(levelOf(text, 0, text.length)),
});

/** The number of a level; -1 for none. */
function levelOf(text: string, start: number, end: number): number {
  const number = scanUnsigned(text, start, end);
  return number >= 0 && number <= 7 && scanEnd === end ? number : findWord(levels, text, start, end, {});
}
