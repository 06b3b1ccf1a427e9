import { fault } from './fault';
import type { SpanType } from './span';
import { spanType } from './span';
import type { ValueFault } from './value-type';

/** `XT_BPF_MAX_NUM_INSTR`. */
const mostInstructions = 64;

/**
 * A classic BPF program in one word, `count,code jt jf k,…` (libxt_bpf.c, `bpf_parse_string`). The kernel then refuses what
 * `bpf_check_classic` (net/core/filter.c) does: unknown codes, jumps past the end, a division by nought, an end that is no return.
 */
export const bpfBytecode: SpanType = spanType({
  id: 'bpf-bytecode',
  doc: {
    en: 'A BPF program: the number of its instructions, then each as `code jt jf k` in decimal, separated by commas. `nfbpf_compile RAW "ip proto 6"` writes one.',
    ja: 'BPF プログラムです。命令数に続けて、各命令を 10 進数の `code jt jf k` で書き、カンマで区切ります。`nfbpf_compile RAW "ip proto 6"` で作れます。',
  },
  checkSpan(text, start, end) {
    const program = text.slice(start, end);
    const head = /^\s*\+?(\d+),/.exec(program);
    if (head === null) {
      return fault(
        start,
        end,
        'A BPF program begins with the number of its instructions and a comma: `1,6 0 0 1`.',
        'BPF プログラムは、`1,6 0 0 1` のように命令数とカンマで始まります。',
        { refusal: 'bpf: error parsing program length' },
      );
    }
    const count = Number(head[1]);
    const headEnd = start + head[0].length - 1;
    if (count === 0 || count > mostInstructions) {
      return fault(
        start,
        headEnd,
        `A program has 1 to ${mostInstructions} instructions, not ${count}.`,
        `命令数は 1~${mostInstructions} です(${count} は使えません)。`,
        { refusal: count === 0 ? 'bpf: illegal zero length program' : 'bpf: number of instructions exceeds maximum' },
      );
    }
    return checkInstructions(text, headEnd + 1, end, count, start, headEnd);
  },
});

interface Instruction {
  readonly code: number;
  readonly jumpTrue: number;
  readonly jumpFalse: number;
  readonly k: number;
  readonly start: number;
  readonly end: number;
}

function checkInstructions(text: string, from: number, end: number, count: number, start: number, headEnd: number): ValueFault | undefined {
  const program: Instruction[] = [];
  for (let at = from; at < end; ) {
    const comma = text.indexOf(',', at);
    const stop = comma < 0 || comma > end ? end : comma;
    const fields = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)/.exec(text.slice(at, stop));
    if (program.length >= count) {
      return fault(
        start,
        headEnd,
        `The program says ${count} instructions and has more.`,
        `命令数は ${count} と書かれていますが、実際にはそれより多くあります。`,
        { refusal: 'bpf: real program length exceeds the encoded length parameter' },
      );
    }
    if (fields === null) {
      return fault(
        at,
        stop,
        'An instruction is four decimal numbers: `code jt jf k`.',
        '命令は `code jt jf k` の 4 つの 10 進数で書きます。',
        { refusal: `bpf: error at instr ${program.length}` },
      );
    }
    const [code = 0, jumpTrue = 0, jumpFalse = 0, k = 0] = fields.slice(1).map(Number);
    program.push({ code, jumpTrue, jumpFalse, k, start: at, end: stop });
    at = stop + 1;
  }
  if (program.length < count) {
    return fault(
      start,
      headEnd,
      `The program says ${count} instructions and has ${program.length}.`,
      `命令数は ${count} と書かれていますが、実際には ${program.length} しかありません。`,
      { refusal: 'bpf: parsed program length is less than the encoded length parameter' },
    );
  }
  return verify(program);
}

const knownCodes = codes();

function verify(program: readonly Instruction[]): ValueFault | undefined {
  for (const [index, instruction] of program.entries()) {
    const wrong = fail(instruction, index, program.length);
    if (wrong !== undefined) {
      return fault(instruction.start, instruction.end, wrong.en, wrong.ja, { refusal: 'RULE_APPEND failed (Invalid argument)' });
    }
  }
  return undefined;
}

function fail({ code, jumpTrue, jumpFalse, k }: Instruction, index: number, length: number) {
  if (!knownCodes.has(code)) return { en: `The kernel knows no BPF instruction ${code}.`, ja: `BPF 命令 ${code} はカーネルにありません。` };
  const jumpsOut =
    code === 5 ? k >= length - index - 1 : (code & 7) === 5 && (index + jumpTrue + 1 >= length || index + jumpFalse + 1 >= length);
  if (jumpsOut) return { en: 'The jump leads past the end of the program.', ja: 'ジャンプ先がプログラムの末尾を越えています。' };
  if ((code === 52 || code === 148) && k === 0) return { en: 'This divides by 0.', ja: '0 で除算しています。' };
  if ((code === 100 || code === 116) && k >= 32) return { en: 'A shift by 32 or more.', ja: '32 以上のシフトです。' };
  if ((code === 96 || code === 97 || code === 2 || code === 3) && k >= 16) {
    return { en: 'There are 16 memory cells, 0 to 15.', ja: 'メモリーは 0~15 の 16 個です。' };
  }
  if (index === length - 1 && code !== 6 && code !== 22) {
    return { en: 'The last instruction must be a return (6 or 22).', ja: '最後の命令は return(6 または 22)でなければなりません。' };
  }
  return undefined;
}

/** The codes that the kernel's `chk_code_allowed` takes. */
function codes(): ReadonlySet<number> {
  const known = new Set([0, 1, 2, 3, 5, 6, 7, 22, 132, 135, 32, 40, 48, 64, 72, 80, 128, 129, 96, 97, 177]);
  for (const operation of [0, 16, 32, 48, 64, 80, 96, 112, 144, 160]) for (const source of [4, 12]) known.add(operation | source);
  for (const comparison of [16, 32, 48, 64]) for (const source of [5, 13]) known.add(comparison | source);
  return known;
}
