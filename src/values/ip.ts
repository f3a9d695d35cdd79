/** An IPv4 or IPv6 address as Go's netip.ParseAddr reads it: no leading zeros, an IPv6 zone is allowed. */
export function isIp(text: string): boolean {
  if (!text.includes(':')) return isIpv4(text);
  const [address = '', ...zone] = text.split('%');
  return isIpv6(address) && (!text.includes('%') || zone.join('%') !== '');
}

/** An address range in CIDR notation as Go's netip.ParsePrefix reads it: no zone, no leading zero in the length. */
export function isCidr(text: string): boolean {
  const slash = text.lastIndexOf('/');
  if (slash < 0) return false;
  const [address, bits] = [text.slice(0, slash), text.slice(slash + 1)];
  if (address.includes('%') || !isIp(address) || !/^(?:0|[1-9][0-9]{0,2})$/.test(bits)) return false;
  return Number(bits) <= (address.includes(':') ? 128 : 32);
}

/** What is wrong with an IP address or CIDR range, as a clause whose subject is the value; undefined for a good one. */
export function subnetProblem(text: string): string | undefined {
  if (text === '') return 'is empty';
  if (text.split('/').length === 2) return isCidr(text) ? undefined : 'is no CIDR range such as 10.0.0.0/8';
  return isIp(text) ? undefined : 'is no IP address and no CIDR range';
}

export function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255);
}

/** An IPv6 address without a zone. */
export function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const tail = groups.at(-1)?.at(-1);
  let words = groups.reduce((sum, half) => sum + half.length, 0);
  if (tail?.includes('.')) {
    if (!isIpv4(tail)) return false;
    groups.at(-1)?.pop();
    words++;
  }
  if (!groups.flat().every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  return halves.length === 2 ? words <= 7 : words === 8;
}
