import { defineRule } from './rule';
import { suggested } from './support/fix';
import { asHalfWidth } from './support/full-width';

export const hostNameInRule = defineRule({
  code: 'host-name-in-rule',
  severity: 'warning',
  hasAutomaticFix: true,
  title: { en: 'Host name in a rule', ja: 'ルール内のホスト名' },
  page: {
    en: 'A host name is looked up once, when the file is loaded; the kernel only has the addresses of that moment, one rule for each. At boot there is often no name service yet: the lookup fails, and with it the whole table. Later changes of the name are not followed. Write addresses, or fill an ipset.',
    ja: 'ホスト名はファイルの読み込み時に一度だけ解決され、カーネルにはその時点のアドレスごとのルールだけが入ります。起動時にはまだ名前解決ができないことが多く、失敗するとテーブル全体が読み込まれません。後から名前の指す先が変わっても追随しません。アドレスを書くか、ipset を使ってください。',
  },
  refusals: ["host/network `gateway.example.com' not found"],
  examples: [
    {
      bad: '*filter\n:INPUT DROP [0:0]\n-A INPUT -s gateway.example.com -j ACCEPT\nCOMMIT\n',
      good: '*filter\n:INPUT DROP [0:0]\n-A INPUT -s 192.0.2.1 -j ACCEPT\nCOMMIT\n',
    },
  ],
  message: ({ message }) => message,
  fixes: (finding, file) => {
    const ascii = asHalfWidth(finding, file);
    return ascii === undefined ? suggested(finding) : [ascii];
  },
});
