import { fault } from './fault';
import { byteLength } from './scan';
import { spanType } from './span';
import { text } from './text';

const shortRefusal = 'Argument must have a minimum length of 1 characters';

/** `--comment` (libxt_comment.c): what is longer is cut. */
export const commentText = text({
  id: 'comment',
  doc: {
    en: 'A remark of at most 255 bytes, in double quotes where it has spaces.',
    ja: '255 バイトまでのコメントです。空白を含む場合は二重引用符で囲みます。',
  },
  maxBytes: 255,
  truncated: 'warning',
});

/** `--log-prefix` of LOG (libxt_LOG.c): what is longer is cut. */
export const logPrefix = text({
  id: 'log-prefix',
  doc: {
    en: 'What the log lines begin with, of at most 29 bytes; end it with a space.',
    ja: 'ログの各行の先頭に付く文字列です(29 バイトまで)。末尾に空白を入れると読みやすくなります。',
  },
  maxBytes: 29,
  minBytes: 1,
  shortRefusal,
  truncated: 'warning',
});

/** `--nflog-prefix` of NFLOG (libxt_NFLOG.c): legacy keeps 63 bytes, nft 127. */
export const nflogPrefix = spanType({
  id: 'nflog-prefix',
  doc: {
    en: 'What the log lines begin with, of at most 63 bytes (nft: 127).',
    ja: 'ログの各行の先頭に付く文字列です(63 バイトまで、nft では 127 バイトまで)。',
  },
  checkSpan(value, start, end, context) {
    const bytes = end - start > 21 ? byteLength(value, start, end) : end - start;
    const found = (bytes > 127 ? nftPrefix : legacyPrefix).checkSpan(value, start, end, context);
    if (found === undefined || bytes <= 127) return found;
    return fault(
      found.start,
      found.end,
      `The text has ${bytes} bytes; iptables silently cuts it after 63 with the legacy back end, after 127 with nft. Shorten it.`,
      `テキストが ${bytes} バイトあり、legacy では 63 バイト、nft では 127 バイトで黙って切り捨てられます。短くしてください。`,
      { code: 'value-truncated' },
    );
  },
  canonical: (value) => value,
});

const prefix = { id: 'nflog-prefix', doc: nflogPrefix.doc, minBytes: 1, shortRefusal, truncated: 'warning' } as const;
const legacyPrefix = text({ ...prefix, maxBytes: 63, backEnd: 'legacy' });
const nftPrefix = text({ ...prefix, maxBytes: 63 });
