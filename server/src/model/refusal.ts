import type { Fault } from './faults';

/** Some back end refuses it, or loads something else. */
export function isRefusal(found: Fault): boolean {
  switch (found.code) {
    case 'attached-value':
    case 'host-bits-set':
    case 'host-name-in-rule':
    case 'value-truncated':
    case 'never-matching-interface':
    case 'never-matching-value':
    case 'unlikely-combination':
      return false;
    default:
      return true;
  }
}
