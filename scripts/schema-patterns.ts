// What schemas say in patterns and formats, as regular expressions that JavaScript runs in linear time.

const BYTE = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IPV4 = `${BYTE}(?:\\.${BYTE}){3}`;

/** The formats that Istio's and Gateway API's schemas use for strings; those of numbers are bounds. */
export const FORMATS: Readonly<Record<string, RegExp>> = {
  ipv4: new RegExp(`^${IPV4}$`),
  ipv6: ipv6(),
  duration: /^[-+]?(?:0|(?:(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:ns|us|µs|μs|ms|s|m|h))+)$/,
  byte: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/,
};

/** Eight groups, or fewer around one `::`; the last two may be written as an IPv4 address. Source: RFC 4291, 2.2. */
function ipv6(): RegExp {
  const group = '[0-9a-fA-F]{1,4}';
  const lastTwo = `(?:${group}:${group}|${IPV4})`;
  const upTo = (count: number) => (count === 0 ? '' : `(?:${group}(?::${group}){0,${count - 1}})?`);
  const shortened = [5, 4, 3, 2, 1, 0].map((right) => `${upTo(5 - right)}::(?:${group}:){${right}}${lastTwo}`);
  return new RegExp(`^(?:(?:${group}:){6}${lastTwo}|${shortened.join('|')}|${upTo(6)}::${group}|${upTo(7)}::)$`);
}

/** Patterns that RE2 matches in linear time and JavaScript in exponential, as ones that mean the same and are safe. */
const LINEAR = new Map([['^[!-~]+([\\t ]?[!-~]+)*$', '^[!-~]+(?:[\\t ][!-~]+)*$']]);

/** A pattern of a schema, written for RE2, as JavaScript is to run it. */
export function linearPattern(pattern: string): string {
  return LINEAR.get(pattern) ?? pattern;
}
