import { describe, expect, it } from 'vitest';
import { celSyntaxProblem } from '../../src/values/cel.ts';

// What cel-go 0.28 says of each.
describe('celSyntaxProblem', () => {
  it.each([
    'response.code >= 400',
    'has(request.headers["x-user"].name) && !(a || b)',
    'a ? b : c ? d : e',
    '- - 1 < !!a',
    'list.map(x, x > 1, x + 1).exists_one(y, y in [1, 2,])',
    '{"a": 1, "b": [2u, 0xFF, 1.5e3, .5]}',
    'pkg.Message{field: 1, `odd-field`: 2}',
    'a.`b-c`',
    'r"\\d" + """two\nlines""" + b"\\x41" + "\\u0041"',
    '9223372036854775807 > -9223372036854775808',
    'a // to the end of the line\n + 1',
    'list.exists(x)',
    'in_a_name',
  ])('takes %s', (text) => {
    expect(celSyntaxProblem(text)).toBeUndefined();
  });

  it.each([
    ['', 'is empty'],
    [' \n', 'is empty'],
    ['a +', 'ends where a value belongs'],
    ['a ? b', 'ends where ":" belongs'],
    ['f(', 'ends where a value belongs'],
    ['1 2', 'has "2" at character 3, where an operator or the end belongs'],
    ['a..b', 'has "." at character 3, where the name of a field belongs'],
    ['a.?b', 'has "?" at character 3, where the name of a field belongs'],
    ['while', 'has the reserved word "while" at character 1'],
    ['has(a)', 'has a has() whose argument is no field, as in has(request.headers)'],
    ['l.all(1, x)', 'has a call of all() whose first argument is no name, as in list.all(x, x > 0)'],
    ['9223372036854775808', 'has the number 9223372036854775808, which is too large'],
    ['18446744073709551616u', 'has the number 18446744073709551616u, which is too large'],
    ['b"\\u0041"', 'has the escape \\u0041 in bytes'],
  ])('says of %j what is wrong', (text, problem) => {
    expect(celSyntaxProblem(text)).toBe(problem);
  });

  it.each(["'a", '"\\q"', '"\\400"', 'a\u00a0b', 'é', 'l.map(__result__, 1)', '[?a]'])('does not take %j', (text) => {
    expect(celSyntaxProblem(text)).toBeTypeOf('string');
  });

  it('ends on deep nesting', () => {
    expect(celSyntaxProblem(`${'('.repeat(100)}a${')'.repeat(100)}`)).toBeUndefined();
    expect(celSyntaxProblem('('.repeat(50_000))).toBeTypeOf('string');
    expect(celSyntaxProblem(`a${' + a'.repeat(200)}`)).toBeUndefined();
    expect(celSyntaxProblem(`a${' + a'.repeat(20_000)}`)).toBe('is nested more than 250 deep');
  });
});
