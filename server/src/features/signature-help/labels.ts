import type { ValueSlot } from '../../catalogue/schema';

/** How a value's parts are written in a signature: the catalogue's placeholder, where that does not leave the parts out. */
export function signatureLabel({ type, label }: ValueSlot): string {
  if (type.id === 'u32-tests') return 'location[=range][,range]…[&&location=range]…';
  // With and without the brackets of an IPv6 address the parts are the same; the documentation says when they are needed.
  if (type.id === 'nat-address-ports')
    return label.includes('/port') ? '[address[-address]][:port[-port[/port]]]' : '[address[-address]][:port[-port]]';
  return label;
}
