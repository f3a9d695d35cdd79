import { CelSyntaxProblem, celTokens, checkInteger, type Token } from './cel-tokens.ts';

/** What a macro has to know of its arguments: a plain name, the selection of a field, or anything else. */
type Shape = 'name' | 'select' | 'other';

/** However many operands there are, these make a flat list. */
const LOGICAL = [['||'], ['&&']];
const RELATIONS = ['==', '!=', '<=', '>=', '<', '>', 'in'];
const LITERAL_NAMES = ['true', 'false', 'null'];
const RESERVED = new Set(
  'as break const continue else for function if import let loop package namespace return var void while'.split(' '),
);
/** What the macros keep their result in. */
const ACCUMULATOR = '__result__';
/** Macros of a receiver, by their number of arguments; the first argument names a variable. */
const MACROS = new Map([
  ['all', [2]],
  ['exists', [2]],
  ['exists_one', [2]],
  ['map', [2, 3]],
  ['filter', [2]],
]);
const DEEPEST = 250;
const MOST_CHARACTERS = 100_000;

/**
 * What is wrong with the syntax of a CEL expression, as a clause whose subject is the expression. Source: the grammar of
 * google/cel-go, without extensions.
 */
export function celSyntaxProblem(text: string): string | undefined {
  if (text.trim() === '') return 'is empty';
  if (text.length > MOST_CHARACTERS && [...text].length > MOST_CHARACTERS)
    return `is longer than ${MOST_CHARACTERS} characters`;
  try {
    const reader = new Reader(celTokens(text));
    reader.expression();
    reader.expect('end');
    return undefined;
  } catch (error) {
    if (error instanceof CelSyntaxProblem) return error.message;
    throw error;
  }
}

/** Reads tokens by the rules of the grammar, one method each. */
class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  #ahead(steps = 0): Token {
    return this.#tokens[this.#at + steps] ?? { kind: 'end', text: '', start: 0 };
  }

  #sees(...operators: string[]): boolean {
    const { kind, text } = this.#ahead();
    return kind === 'operator' && operators.includes(text);
  }

  #take(...operators: string[]): boolean {
    const found = this.#sees(...operators);
    if (found) this.#at++;
    return found;
  }

  #fail(wanted: string): never {
    const { kind, text, start } = this.#ahead();
    if (kind === 'end') throw new CelSyntaxProblem(`ends where ${wanted} belongs`);
    throw new CelSyntaxProblem(`has ${JSON.stringify(text)} at character ${start + 1}, where ${wanted} belongs`);
  }

  /** Takes an operator, or the end. */
  expect(what: 'end' | ')' | ']' | '}' | ':'): void {
    if (what === 'end' ? this.#ahead().kind === 'end' : this.#take(what)) return;
    this.#fail(what === 'end' ? 'an operator or the end' : JSON.stringify(what));
  }

  expression(): Shape {
    checkDepth(++this.#depth);
    let shape = this.#or();
    if (this.#take('?')) {
      this.#or();
      this.expect(':');
      this.expression();
      shape = 'other';
    }
    this.#depth--;
    return shape;
  }

  #or(): Shape {
    return this.#chain([...LOGICAL, RELATIONS, ['+', '-'], ['*', '/', '%']]);
  }

  /** Operands with operators between, the weakest operators first. */
  #chain([operators, ...stronger]: string[][]): Shape {
    if (!operators) return this.#unary();
    let shape = this.#chain(stronger);
    for (let depth = 1; this.#take(...operators); depth++) {
      if (!LOGICAL.includes(operators)) checkDepth(depth);
      this.#chain(stronger);
      shape = 'other';
    }
    return shape;
  }

  #unary(): Shape {
    if (!this.#sees('!', '-')) return this.#member();
    const [operator, start] = [this.#ahead().text, this.#at];
    while (this.#take(operator));
    // A sign belongs to the number behind it, so it may follow "!", and the least integer is in range.
    const isSigned = operator === '-' ? this.#at === start + 1 : this.#take('-');
    const isNumber = ['int', 'float'].includes(this.#ahead().kind);
    if (operator === '!' && isSigned && !isNumber) this.#fail('a number');
    const isEven = (this.#at - start) % 2 === 0;
    const shape = this.#member(isSigned && isNumber ? '-' : '');
    return isEven ? shape : 'other';
  }

  #member(sign = ''): Shape {
    let shape = this.#primary(sign);
    for (let depth = 0; ; depth++) {
      checkDepth(depth);
      if (this.#take('[')) {
        this.expression();
        this.expect(']');
        shape = 'other';
      } else if (this.#take('.')) {
        const { kind } = this.#ahead();
        const name = this.#fieldName();
        shape = 'select';
        if (kind === 'name' && this.#take('(')) {
          checkMacro(name, this.#list(')'));
          shape = 'other';
        }
      } else return shape;
    }
  }

  #primary(sign: string): Shape {
    const { kind, text } = this.#ahead();
    if (kind === 'int') checkInteger(sign + text);
    const isLiteral = ['float', 'uint', 'int', 'string'].includes(kind);
    if (isLiteral || (kind === 'name' && LITERAL_NAMES.includes(text))) {
      this.#at++;
      return 'other';
    }
    if (this.#take('(')) {
      const shape = this.expression();
      this.expect(')');
      return shape;
    }
    if (this.#take('[')) this.#list(']');
    else if (this.#take('{')) this.#pairs(() => this.expression());
    else return this.#named();
    return 'other';
  }

  /** A variable, a call of a function, or a message such as `google.rpc.Status{code: 1}`. */
  #named(): Shape {
    const hasDot = this.#take('.');
    const { start } = this.#ahead();
    const name = this.#name('a value');
    if (this.#takeMessage()) return 'other';
    if (RESERVED.has(name)) throw new CelSyntaxProblem(`has the reserved word "${name}" at character ${start + 1}`);
    if (!this.#take('(')) return name === ACCUMULATOR ? 'other' : 'name';
    const shapes = this.#list(')');
    if (hasDot || name !== 'has' || shapes.length !== 1) return 'other';
    if (shapes[0] !== 'select')
      throw new CelSyntaxProblem('has a has() whose argument is no field, as in has(request.headers)');
    return 'select';
  }

  /** `.Name`s and the fields in braces, behind the first name. */
  #takeMessage(): boolean {
    let steps = 0;
    while (this.#ahead(steps).text === '.' && isName(this.#ahead(steps + 1))) steps += 2;
    const { kind, text } = this.#ahead(steps);
    if (kind !== 'operator' || text !== '{') return false;
    this.#at += steps + 1;
    this.#pairs(() => void this.#fieldName());
    return true;
  }

  #name(wanted: string): string {
    const token = this.#ahead();
    if (!isName(token)) this.#fail(wanted);
    this.#at++;
    return token.text;
  }

  #fieldName(): string {
    const { kind, text } = this.#ahead();
    if (kind !== 'escaped-name') return this.#name('the name of a field');
    this.#at++;
    return text;
  }

  /** Values up to a bracket; only a list may end with a comma, or hold nothing else. */
  #list(end: ')' | ']'): Shape[] {
    const shapes: Shape[] = [];
    if (end === ']' && this.#take(',')) this.expect(end);
    else if (!this.#take(end)) {
      do shapes.push(this.expression());
      while (this.#take(',') && !(end === ']' && this.#sees(end)));
      this.expect(end);
    }
    return shapes;
  }

  #pairs(key: () => void): void {
    if (!this.#take(',') && !this.#sees('}')) {
      do {
        key();
        this.expect(':');
        this.expression();
      } while (this.#take(',') && !this.#sees('}'));
    }
    this.expect('}');
  }
}

function isName({ kind, text }: Token): boolean {
  return kind === 'name' && !LITERAL_NAMES.includes(text);
}

function checkDepth(depth: number): void {
  if (depth > DEEPEST) throw new CelSyntaxProblem(`is nested more than ${DEEPEST} deep`);
}

function checkMacro(name: string, shapes: Shape[]): void {
  if (MACROS.get(name)?.includes(shapes.length) && shapes[0] !== 'name')
    throw new CelSyntaxProblem(`has a call of ${name}() whose first argument is no name, as in list.${name}(x, x > 0)`);
}
