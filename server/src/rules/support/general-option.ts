import { generalOptions } from '../../catalogue/index';

/** The long name, without dashes, of a general parameter as written: `source` for `-s` and `--src`; `undefined` for any other word. */
export function longName(option: string): string | undefined {
  return generalOptions.find(
    (spec) => `-${spec.short}` === option || `--${spec.name}` === option || (spec.aliases ?? []).some((alias) => `--${alias}` === option),
  )?.name;
}
