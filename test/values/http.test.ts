import { describe, expect, it } from 'vitest';
import { durationProblem } from '../../src/values/duration.ts';
import {
  headerNameProblem,
  headerValueProblem,
  isHttpStatus,
  statusProblem,
  strictHeaderNameProblem,
} from '../../src/values/http.ts';
import { labelKeyProblem, labelValueProblem } from '../../src/values/labels.ts';
import { fractionalPercentProblem, percentProblem } from '../../src/values/percent.ts';
import { portProblem } from '../../src/values/port.ts';
import { isHttp, isTcp, isTls, protocolOf } from '../../src/values/protocol.ts';
import { regexProblem } from '../../src/values/regex.ts';
import { isCipherSuite, isEcdhCurve } from '../../src/values/tls.ts';

const ok = undefined;

describe('HTTP', () => {
  it.each(['x-id', 'X!#$', '1'])('takes the header %s', (name) => expect(headerNameProblem(name)).toBe(ok));
  it.each(['', 'a b', 'a:b', ':path', 'ü', '@x'])('refuses the header "%s"', (name) =>
    expect(headerNameProblem(name)).toBeDefined(),
  );
  it('has a stricter kind of name', () => {
    expect(strictHeaderNameProblem('x_Id-1')).toBe(ok);
    expect(strictHeaderNameProblem('x.id')).toBeDefined();
  });
  it.each([
    '',
    'plain',
    '%HOSTNAME%',
    '100%%',
    'a %REQ(x-id)% b',
    '%START_TIME(%s.%3f)%',
    '%DYNAMIC_METADATA(["a", "b"])%',
    '%DYNAMIC_METADATA( [ "a" , "b" ] ) %',
    '%A%%B%',
    '\t',
  ])('takes the value %j', (value) => expect(headerValueProblem(value)).toBe(ok));
  it.each([
    '%',
    'abc%123',
    '%START_TIME%%',
    '%REQ(x-id)',
    '%REQ(x-id)x%',
    '%M(["a" "b"])%',
    '%M(["a"]%',
    '%M([a])%',
    'a\nb',
  ])('refuses the value %j', (value) => expect(headerValueProblem(value)).toBeDefined());
  it('does not take long for a value of percent signs', () => {
    const started = performance.now();
    headerValueProblem(`${'%A('.repeat(20_000)}`);
    expect(performance.now() - started).toBeLessThan(1000);
  });
  it.each([200, 418, 425, 511])('%i has a text', (code) => expect(isHttpStatus(code)).toBe(true));
  it.each([0, 99, 306, 419, 509, 600, 200.5])('%d has none', (code) => expect(isHttpStatus(code)).toBe(false));
  it('bounds answers', () => {
    expect(statusProblem(600)).toBe(ok);
    expect(statusProblem(199)).toBe('is outside of 200 to 600');
  });
});

describe('numbers', () => {
  it.each([
    ['1ms', true],
    ['0.001s', true],
    ['1h0m1.5s', true],
    ['0.5ms', false],
    ['1.0005s', false],
    ['0s', false],
    ['-1s', false],
    ['nonsense', true],
  ])('duration %s: %s', (text, good) => expect(durationProblem(text) === undefined).toBe(good));
  it('bounds percentages and ports', () => {
    expect(percentProblem(100)).toBe(ok);
    expect(percentProblem(-1)).toBeDefined();
    expect(fractionalPercentProblem(0)).toBe(ok);
    expect(fractionalPercentProblem(0.00001)).toBe('is below 0.0001, the smallest percentage above 0');
    expect(portProblem(65535)).toBe(ok);
    expect(portProblem(0)).toBeDefined();
  });
});

describe('names of Istio', () => {
  it.each(['app', 'app.kubernetes.io/name', 'A_b.c-d'])('takes the label key %s', (key) =>
    expect(labelKeyProblem(key)).toBe(ok),
  );
  it.each(['', 'a/', '/a', 'a/b/c', '-a', 'a b', `${'a'.repeat(64)}`])('refuses the label key "%s"', (key) =>
    expect(labelKeyProblem(key)).toBeDefined(),
  );
  it('takes an empty label value and no odd one', () => {
    expect(labelValueProblem('')).toBe(ok);
    expect(labelValueProblem('a*')).toBeDefined();
  });
  it('reads protocols in any case', () => {
    expect([protocolOf('gRPC-web'), protocolOf('https'), protocolOf('HBONE'), protocolOf('')]).toEqual([
      'GRPC-Web',
      'HTTPS',
      'Unsupported',
      'Unsupported',
    ]);
    expect([isHttp('HTTPS'), isTcp('HTTPS'), isTls('HTTPS'), isTls('Mongo')]).toEqual([false, true, true, false]);
  });
  it('knows ciphers and curves', () => {
    expect([isCipherSuite('AES128-SHA'), isCipherSuite('!aNULL'), isCipherSuite('TLS_FOO')]).toEqual([
      true,
      true,
      false,
    ]);
    expect([isEcdhCurve('P-256'), isEcdhCurve('P256')]).toEqual([true, false]);
  });
});

describe('regular expressions in RE2', () => {
  it.each(['', '/api/v1.*', '^a\\.b$', '(?i)abc', '(a|b){1,3}', '(?P<n>a)', '\\pL', '[[:alpha:]]'])(
    'takes %s',
    async (pattern) => expect(await regexProblem(pattern)).toBe(ok),
  );
  it.each(['*', '(', '[a', 'a**b(?=c)', '(?=x)', '(a)\\1', 'a{1001}', '\\8', '(?<!a)b'])(
    'refuses %s',
    async (pattern) => expect(await regexProblem(pattern)).toBeDefined(),
  );
  it('says what RE2 leaves out', async () =>
    expect(await regexProblem('^/(?!admin)')).toBe('looks ahead or behind, which RE2 cannot do'));
});
