// biome-ignore-all lint/suspicious/noTemplateCurlyInString: shell scripts are full of them.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import fc from 'fast-check';
import type { Character, Pair } from './embedded-support';
import { characters, isEmbedded, loadPair, scopesOf } from './embedded-support';

let shell: Pair;
before(async () => {
  shell = await loadPair('source.shell');
});

/** Commands, each with a word of iptables in it and what that word must be. */
const commands: readonly (readonly [script: string, piece: string, scope: string])[] = [
  ['iptables -A INPUT -p tcp --dport 22 -j ACCEPT', 'dport', 'variable.parameter.option.long.iptables'],
  ['iptables -A INPUT -p tcp --dport 22 -j ACCEPT', 'ACCEPT', 'keyword.control.target.accept.iptables'],
  ['iptables -A INPUT -p tcp --dport 22 -j ACCEPT', 'tcp', 'constant.language.protocol.iptables'],
  ['iptables -A INPUT -s 10.0.0.0/8 -j DROP', '10.0.0.0', 'constant.numeric.address.ipv4.iptables'],
  ['ip6tables -A INPUT -s 2001:db8::/32', '2001:db8::', 'constant.numeric.address.ipv6.iptables'],
  ['iptables-legacy -N LOGDROP', 'LOGDROP', 'entity.name.function.chain.iptables'],
  ['ip6tables-nft -P INPUT DROP', 'DROP', 'keyword.control.policy.drop.iptables'],
  ['/usr/sbin/iptables -m set --match-set bad src', 'set', 'support.class.match.iptables'],
  ['iptables -t nat -F', 'nat', 'entity.name.namespace.table.iptables'],
  ['iptables -F; ls', '-F', 'keyword.control.command.iptables'],
  ['sudo iptables -A INPUT -j DROP', 'DROP', 'keyword.control.target.drop.iptables'],
  ['sudo -n -u root /sbin/ip6tables -A INPUT -j DROP', 'DROP', 'keyword.control.target.drop.iptables'],
  ['ip netns exec "$ns" iptables -A INPUT -j DROP', 'DROP', 'keyword.control.target.drop.iptables'],
  ['LANG=C iptables -A INPUT -j DROP', 'DROP', 'keyword.control.target.drop.iptables'],
  ['$IPT -A INPUT -j DROP', 'DROP', 'keyword.control.target.drop.iptables'],
  ['  ${IPTABLES} -A INPUT -j DROP', 'DROP', 'keyword.control.target.drop.iptables'],
  ['"$IPT" -A INPUT -j DROP', 'DROP', 'keyword.control.target.drop.iptables'],
  ['f() { ${ip6tables} -A INPUT -j DROP; }', 'DROP', 'keyword.control.target.drop.iptables'],
  ['if ! iptables -C INPUT -j DROP; then :; fi', 'DROP', 'keyword.control.target.drop.iptables'],
  ['n=$(iptables -S INPUT | wc -l)', 'INPUT', 'variable.language.chain.iptables'],
  ['echo "n: $(iptables -S INPUT)"', 'INPUT', 'variable.language.chain.iptables'],
  ['iptables -A INPUT \\\n  -p udp \\\n  -j DROP', 'DROP', 'keyword.control.target.drop.iptables'],
  ['$IPT -A INPUT \\\n  -j DROP', 'DROP', 'keyword.control.target.drop.iptables'],
  ['case $1 in stop) iptables -P INPUT DROP;; esac', 'DROP', 'keyword.control.policy.drop.iptables'],
  ['iptables -A INPUT –dport 22', '–dport', 'invalid.illegal.typographic-dash.iptables'],
  ['iptables-restore <<EOF\n*filter\nEOF', 'filter', 'entity.name.namespace.table.iptables'],
  ["iptables-restore -n <<-'EOF'\n\t*filter\n\tCOMMIT\n\tEOF", 'COMMIT', 'keyword.control.commit.iptables'],
  ['sudo ip6tables-legacy-restore <<EOF\n-A INPUT -j DROP\nEOF', 'DROP', 'keyword.control.target.drop.iptables'],
  ['cat <<EOF | sudo iptables-restore\n-A INPUT -j DROP\nEOF', 'DROP', 'keyword.control.target.drop.iptables'],
  ['iptables-restore <<EOF\n[1:60] -A INPUT -j DROP\nEOF', '60', 'constant.numeric.counter.bytes.iptables'],
];

for (const [script, piece, scope] of commands) {
  test(`colours ${piece} in ${JSON.stringify(script)}`, () => {
    const scopes = scopesOf(characters(shell.embedded, script), piece);
    assert.ok(scopes.includes(scope), `${piece} has ${scopes.join(' ')}`);
  });
}

/** What the shell reads itself within a command of iptables keeps its scopes. */
const kept: readonly (readonly [script: string, piece: string, scope: string])[] = [
  ['iptables -A INPUT -s "$NET" -j DROP', 'NET', 'variable.other.normal.shell'],
  ['iptables -A INPUT -s "$NET" -j DROP', '"', 'string.quoted.double.shell'],
  ["iptables -A INPUT -m comment --comment 'it is' -j DROP", 'it is', 'string.quoted.single.shell'],
  ['iptables -A INPUT -s 10.0.0.$N -d ${NET}/24', '$N', 'variable.other.normal.shell'],
  ['iptables -A INPUT -s ${NET}/24', 'NET', 'variable.other.normal.shell'],
  ['iptables -A INPUT --dport $(cat port)', 'cat', 'entity.name.function.call.shell'],
  ['iptables -A INPUT --dport `cat port`', 'cat', 'entity.name.function.call.shell'],
  ['iptables -S 2>/dev/null', '2', 'keyword.operator.redirect.stderr.shell'],
  ['iptables -S > rules', '>', 'keyword.operator.redirect.shell'],
  ['iptables -A INPUT \\\n -j DROP', '\\', 'constant.character.escape.line-continuation.shell'],
  ['iptables-restore <<EOF\n-A INPUT -s $NET\nEOF', 'NET', 'variable.other.normal.shell'],
  ['iptables-restore <<EOF\n-A INPUT -i eth$N\nEOF', '$N', 'variable.other.normal.shell'],
  ['iptables-restore <<EOF\n$RULES\nEOF', 'RULES', 'variable.other.normal.shell'],
  ['iptables-restore <<EOF\nCOMMIT\nEOF', 'EOF', 'punctuation.definition.string.heredoc.delimiter.shell'],
];

for (const [script, piece, scope] of kept) {
  test(`leaves ${piece} in ${JSON.stringify(script)} to the shell`, () => {
    const scopes = scopesOf(characters(shell.embedded, script), piece);
    assert.ok(scopes.includes(scope), `${piece} has ${scopes.join(' ')}`);
  });
}

/** The end of a command, and what is no command of iptables. */
const scripts = [
  'iptables -A INPUT -j DROP # drop -j ACCEPT',
  'iptables -A INPUT -j DROP; ls -l --color',
  'iptables -A INPUT -j DROP && echo -n "-j DROP" || exit 1',
  'iptables -S | grep -v -- "-j DROP"',
  'iptables -F & wait -n',
  'if iptables -C INPUT -j DROP; then echo -n; else ls -l; fi',
  'for p in 1 2; do iptables -A INPUT -p tcp --dport $p -j DROP; done; ls -l',
  'f() { iptables -F; ls -l; }',
  'x=$(iptables -S) y=2 ls -l',
  'iptables -L -n -x; ls -l',
  'iptables -Z; ls -l',
  '"$IPT" -F\nA=1 ls -l',
  'iptables-restore < rules; ls -l',
  'iptables-restore <<EOF && ls -l\nCOMMIT\nEOF\nls -l "$x"',
  "iptables-restore <<-'EOF' | cat\n\tCOMMIT\n\tEOF\nls -l",
  'echo iptables -A INPUT -j DROP',
  'apt install iptables -y; ls -l',
  'echo $IPT -A INPUT',
  'echo "iptables -A INPUT -j DROP"',
  "echo 'iptables -A INPUT -j DROP'",
  '# iptables -A INPUT -j DROP',
  'IPT=/sbin/iptables; export IPT',
  'for t in iptables ip6tables; do $t -F; done',
  '[ -x "$IPT" ] && echo -n',
  'cat <<EOF\niptables -A INPUT -j DROP\nEOF',
  'cat <<EOF > rules\n*filter\nCOMMIT\nEOF',
  'iptables() { echo -n; }',
  'command -v iptables -x >/dev/null 2>&1 || exit 1',
  'nft -f rules; tc -s qdisc',
];

for (const script of scripts) {
  test(`changes nothing but iptables' own words in ${JSON.stringify(script)}`, () => assertUndisturbed(script));
}

test('no command of iptables is found where there is none', () => {
  const none = scripts.filter((script) => /^(?:echo|apt|cat|#|IPT=|for t|\[|iptables\(|nft)/.test(script));
  assert.ok(none.length >= 10);
  for (const script of none) assert.deepEqual(characters(shell.embedded, script).filter(isEmbedded), [], script);
});

test('whatever a command is made of, the lines below it are as before', () => {
  const piece = fc.constantFrom(
    ...['iptables ', '-A INPUT ', '-j ', 'DROP', ' ', ';', ' && ', ' | ', ' & ', '$X', '${X}', '\\', '#', ' # ', '!', '=', ',', ':', '-'],
    ...['--dport', '22', '10.0.0.0/8', ' -m comment --comment ', '2>&1', ' < ', ' > ', '–', '“', 'sudo ', '*', ' -S ', ' -F', ' -t nat'],
    ...['"a $X"', "'b -j c'", '$(ls -l)', '`ls -l`', '"$(iptables -S)"', '\\"', "\\'", '\\;', '--log-prefix=', ' -c ', ' --unknown '],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const script = `iptables ${pieces.join('')}`;
      // Only a text that the shell's grammar itself is done with at the line's end tells anything.
      const rest = '\nls -l "a $b" # c\necho $(x) | y';
      if (!isDone(script, rest)) return;
      assertRest(script, rest);
    }),
    { numRuns: 3000, seed: 694 },
  );
});

/** Outside of iptables' words every character has the scopes that the shell's grammar alone gives it. */
function assertUndisturbed(script: string): void {
  const plain = characters(shell.plain, script);
  const embedded = characters(shell.embedded, script);
  const changed = embedded.filter((one, index) => !isEmbedded(one) && scopeText(one) !== scopeText(plain[index]!));
  assert.deepEqual(changed, []);
}

function isDone(script: string, rest: string): boolean {
  return scopeTexts(characters(shell.plain, script + rest), rest) === scopeTexts(characters(shell.plain, rest), rest);
}

function assertRest(script: string, rest: string): void {
  assert.equal(
    scopeTexts(characters(shell.embedded, script + rest), rest),
    scopeTexts(characters(shell.plain, script + rest), rest),
    script,
  );
}

function scopeTexts(all: readonly Character[], rest: string): string {
  return all
    .slice(-rest.replaceAll('\n', '').length)
    .map((one) => `${one.character} ${scopeText(one)}`)
    .join('\n');
}

/** The frame of an argument is not kept: it colours nothing, and iptables' here-documents begin where it would. */
function scopeText({ scopes }: Character): string {
  return scopes.filter((scope) => scope !== 'meta.argument.shell').join(' ');
}
