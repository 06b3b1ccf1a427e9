// The table of the settings in the README, made from the manifest.

/** A README with the table between its two marks as the manifest and its English words have it. */
export function withSettings(readme, manifest, words) {
  const marks = /(<!-- settings: generated -->\n)[\s\S]*?(<!-- end of settings -->)/;
  if (!marks.test(readme)) throw new Error('README.md has no marks for the table of the settings');
  return readme.replace(marks, (_, begin, end) => `${begin}\n${table(manifest, words)}\n\n${end}`);
}

function table(manifest, words) {
  const settings = [manifest.contributes.configuration]
    .flat()
    .flatMap(({ properties }) => Object.entries(properties))
    .sort(([, one], [, other]) => one.order - other.order);
  const rows = settings.map(([name, setting]) => `| \`${name}\` | ${values(setting)} | ${meaning(setting, words)} |`);
  return ['| setting | values, the default first | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

/** The values to choose from, or the default where there is no choice. */
function values({ type, enum: choices, default: preset }) {
  const all = choices ?? (type === 'boolean' ? [true, false] : [preset]);
  const others = all.filter((value) => value !== preset);
  return [preset, ...others].map((value) => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``).join(', ');
}

/** The first paragraph of what the settings editor shows. */
function meaning({ markdownDescription }, words) {
  const text = markdownDescription.replace(/^%([\w.]+)%$/, (_, key) => words[key]);
  const [first] = text.split('\n\n');
  return first
    .replaceAll('\n', ' ')
    .replaceAll('|', '\\|')
    .replace(/ For example:$/, '');
}
