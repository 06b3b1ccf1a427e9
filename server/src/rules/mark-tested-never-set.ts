import type { MarkSetter, MarkTest, MarkUse } from '../analysis/marks';
import { comesBefore, marksOf, reachableMarks } from '../analysis/marks';
import { isMarkOfProgram } from '../catalogue/program-marks';
import type { RulesFile } from '../model/rules-file';
import type { Finding, Related } from './rule';
import { defineRule } from './rule';
import { suggested } from './support/fix';

declare module './rule' {
  interface AnalysisData {
    'mark-tested-never-set': {
      readonly mark: string;
      readonly owner: 'packet' | 'connection';
      readonly inverted: boolean;
      /** Rules that set other marks on the way there. */
      readonly setters: readonly { readonly line: number; readonly text: string; readonly start: number; readonly end: number }[];
      readonly suggestion: string | undefined;
    };
  }
}

export const markTestedNeverSet = defineRule({
  code: 'mark-tested-never-set',
  severity: 'information',
  title: { en: 'Mark that no rule sets', ja: 'どのルールも付けない mark' },
  page: {
    en: 'The rule asks for a mark, other rules on the way of these packets set marks, and none of them, in whatever order they come, can make this one. Often the two numbers were meant to be the same and one is mistyped: `0x10` is 16, not 10, and `1/0xff` is not `0x100`. Then the rule matches nothing, or with `!` everything.\n\nMarks can come from outside of the rules as well: from tc, IPsec or eBPF, and for what the host itself sends from any program (`SO_MARK`), so nothing is said in `OUTPUT` and `POSTROUTING`, of files without a mangle table or that load on top of others, where NFQUEUE hands packets to a program, and of the marks and chains of well-known programs (Kubernetes, Calico, Tailscale, wg-quick, …). Where something else on this machine sets the mark, silence the line.',
    ja: 'このルールは mark を条件にしており、同じパケットに mark を付けるルールもありますが、どの順に評価されてもこの値にはなりません。同じ値にするつもりの一方を書き間違えている場合がよくあります（`0x10` は 10 ではなく 16 で、`1/0xff` と `0x100` は別の値です）。その場合、このルールはどのパケットにも一致せず、`!` を付けたときはすべてに一致します。\n\nmark はルールの外でも付けられます。tc、IPsec、eBPF が付けることもあり、ホスト自身が送るパケットにはどのプログラムでも付けられます（`SO_MARK`）。そのため、`OUTPUT` と `POSTROUTING`、mangle テーブルのないファイル、ほかのルールに追加して読み込まれるファイル、NFQUEUE でプログラムに渡す場合、よく知られたプログラム（Kubernetes、Calico、Tailscale、wg-quick など）の mark やチェインについては指摘しません。このマシンで別のものが mark を付けている場合は、この行の指摘を抑制してください。',
  },
  examples: [
    {
      bad: '*mangle\n:PREROUTING ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n-A PREROUTING -i eth1 -j MARK --set-mark 0x1\nCOMMIT\n*filter\n:FORWARD DROP [0:0]\n-A FORWARD -m mark --mark 0x10 -j ACCEPT\nCOMMIT\n',
      good: '*mangle\n:PREROUTING ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n-A PREROUTING -i eth1 -j MARK --set-mark 0x1\nCOMMIT\n*filter\n:FORWARD DROP [0:0]\n-A FORWARD -m mark --mark 0x1 -j ACCEPT\nCOMMIT\n',
    },
    {
      bad: '*mangle\n:PREROUTING ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n-A PREROUTING -i eth1 -j CONNMARK --set-mark 0x20/0xf0\nCOMMIT\n*filter\n:FORWARD DROP [0:0]\n-A FORWARD -m connmark ! --mark 0x2/0xf -j DROP\nCOMMIT\n',
      good: '*mangle\n:PREROUTING ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n-A PREROUTING -i eth1 -j CONNMARK --set-mark 0x20/0xf0\nCOMMIT\n*filter\n:FORWARD DROP [0:0]\n-A FORWARD -m connmark ! --mark 0x20/0xf0 -j DROP\nCOMMIT\n',
    },
  ],
  message: ({ mark, owner, inverted, setters }) => {
    const set =
      setters[0] === undefined
        ? { en: '', ja: '' }
        : {
            en: ` (line ${setters[0].line + 1} sets \`${setters[0].text}\`)`,
            ja: `（${setters[0].line + 1} 行目で付けるのは \`${setters[0].text}\` です）`,
          };
    const what = owner === 'packet' ? { en: 'a packet', ja: 'パケット' } : { en: 'a connection', ja: 'コネクション' };
    const effect = inverted ? { en: 'matches everything', ja: 'すべてに一致します' } : { en: 'matches nothing', ja: '何にも一致しません' };
    return {
      en: `No rule here gives ${what.en} the mark \`${mark}\`${set.en}: unless tc, IPsec or a program does, this ${effect.en}. Check the value.`,
      ja: `${what.ja}に mark \`${mark}\` を付けるルールがありません${set.ja}。tc、IPsec、プログラムなどが付けない限り、この条件は${effect.ja}。値を確認してください。`,
    };
  },
  related: ({ setters }) =>
    setters.map(
      ({ line, text, start, end }): Related => ({
        line,
        span: { start, end },
        message: { en: `Here the mark \`${text}\` is set.`, ja: `ここでは mark \`${text}\` を付けています。` },
      }),
    ),
  check,
  fixes: (finding) => suggested(finding),
});

function check(file: RulesFile): readonly Finding<'mark-tested-never-set'>[] {
  const use = marksOf(file);
  if (use.tests.length === 0 || use.setters.length === 0 || file.loadedOnTop) return [];
  // Where marks are usually set has to be in the file, or it can be loaded from another one.
  if (!file.resolution().sections.some(({ table }) => table === 'mangle')) return [];
  const reachable = reachableMarks(use);
  if (reachable === undefined) return [];
  const settersFor = settersByPlace(use);
  return use.tests.flatMap((test): readonly Finding<'mark-tested-never-set'>[] => {
    const { line, start, end, text: mark, owner, inverted, value, mask } = test;
    if (!isOfThisFile(use, test) || canBe(test, reachable[owner])) return [];
    const { setters, unasked } = settersFor(test);
    if (setters.length === 0 || isMarkOfProgram(test.chain, value, mask)) return [];
    const suggestion = meantMark(test, unasked);
    return [{ code: 'mark-tested-never-set', line, start, end, mark, owner, inverted, setters: setters.slice(0, mostRelated), suggestion }];
  });
}

/** So many rules that set other marks are named. */
const mostRelated = 5;

/** Only the file's rules, as far as anybody can tell, give the tested packets and connections their marks. */
function isOfThisFile(use: MarkUse, { owner, hooks, value, mask, ofOthers }: MarkTest): boolean {
  // Such a value is never-matching-value already.
  if ((value & ~mask) !== 0 || hooks.length === 0 || ofOthers) return false;
  const savedBySender = use.copies.some(({ to, hooks: where }) => to === 'connection' && (where.length === 0 || where.some(isOfSender)));
  if (owner === 'connection') return !savedBySender;
  const restores = use.copies.some(({ to }) => to === 'packet');
  return !hooks.some(isOfSender) && !(savedBySender && restores);
}

/** A hook of packets that this host itself may have sent, which programs can mark (`SO_MARK`). */
function isOfSender(hook: string): boolean {
  return hook === 'OUTPUT' || hook === 'POSTROUTING';
}

function canBe({ value, mask }: MarkTest, marks: ReadonlySet<number>): boolean {
  if (mask === 0xffffffff) return marks.has(value);
  for (const mark of marks) if ((mark & mask) >>> 0 === value) return true;
  return false;
}

/** The rules that give the packets of a test, or their connections, another mark, and the one of them, if it is one, whose mark no rule asks for. */
interface Setters {
  readonly setters: readonly MarkSetter[];
  readonly unasked: MarkSetter | undefined;
}

/** For a test its setters, each mark once; worked out once for all tests of one place. */
function settersByPlace(use: MarkUse): (test: MarkTest) => Setters {
  const different = new Map<string, MarkSetter>();
  for (const setter of use.setters) {
    const key = [setter.owner, setter.text, setter.table, ...setter.hooks].join(' ');
    if (setter.flip !== 0 && !different.has(key)) different.set(key, setter);
  }
  const known = new Map<string, Setters>();
  return (test) => {
    const key = [test.owner, test.table, ...test.hooks].join(' ');
    const found = known.get(key) ?? settersBefore([...different.values()], use, test);
    known.set(key, found);
    return found;
  };
}

function settersBefore(different: readonly MarkSetter[], use: MarkUse, test: MarkTest): Setters {
  const byText = new Map<string, MarkSetter>();
  for (const setter of different) {
    // A connection keeps its mark whichever way its packets come by later.
    const meets = setter.owner === test.owner && (test.owner === 'connection' || comesBefore(setter, test));
    if (meets && !byText.has(setter.text)) byText.set(setter.text, setter);
  }
  const setters = [...byText.values()];
  const isAsked = ({ owner, flip }: MarkSetter): boolean =>
    use.tests.some((other) => other.owner === owner && other.value !== 0 && (flip & other.mask) >>> 0 === other.value);
  // Only whether it is one matters.
  const first = setters.find((setter) => !isAsked(setter));
  const second = setters.find((setter) => setter !== first && !isAsked(setter));
  return { setters, unasked: second === undefined ? first : undefined };
}

/** The one mark that is set on the way and that no rule asks for: probably the two were to be the same. */
function meantMark(test: MarkTest, unasked: MarkSetter | undefined): string | undefined {
  if (unasked === undefined) return undefined;
  // The mask that the rule asks with stays where the other mark fits into it.
  const [, mask] = test.text.split('/');
  const text = mask !== undefined && (unasked.flip & ~test.mask) === 0 ? `${unasked.text.split('/')[0]}/${mask}` : unasked.text;
  return text === test.text ? undefined : text;
}
