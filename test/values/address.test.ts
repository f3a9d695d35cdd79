import { describe, expect, it } from 'vitest';
import { hostPortProblem } from '../../src/values/address.ts';

describe('an address of host and port', () => {
  it.each(['zipkin.tracing:9411', 'zipkin:9411', '10.0.0.1:80', '[::1]:80', 'example.com.:443', 'a:+80', 'a:65535'])(
    '%s is one',
    (address) => {
      expect(hostPortProblem(address)).toBeUndefined();
    },
  );

  it.each([
    ['', 'has no port'],
    ['10.0.0.100', 'has no port'],
    ['zipkin:', 'has no port after the ":"'],
    [':', 'has no port after the ":"'],
    [':9411', 'has no host before the ":"'],
    ['zipkin:http', 'has the port "http", which is no number'],
    ['zipkin:0', 'has the port 0, which is outside of 1 to 65535'],
    ['zipkin:65536', 'has the port 65536, which is outside of 1 to 65535'],
    ['a_b:80', 'has the host "a_b", which is no host name and no IP address'],
    ['256.0.0.1:80', 'has the host "256.0.0.1", which is no host name and no IP address'],
    ['::1:80', 'has no brackets around its IPv6 address, as in [::1]:80'],
    ['http://zipkin:80', 'is not of the form host:port'],
    ['[::1]', 'is not of the form host:port'],
    ['[::1', 'is not of the form host:port'],
  ])('%s is none', (address, problem) => {
    expect(hostPortProblem(address)).toBe(problem);
  });
});
