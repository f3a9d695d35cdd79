import type { Message, MessageData } from '../../engine/rule.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import type { Resource } from '../../yaml/resource.ts';
import type { AnyPluginRule, Plugin } from '../plugin.ts';
import { type Answer, celInput, type Expression, shownValue, UNKNOWN } from './expression.ts';
import { matches } from './match.ts';
import { type DeclaredRule, readDeclared, type Template } from './read.ts';

/** The rules that a YAML file declares, as a plugin. Throws a UsageError with line and column for what is wrong in it. */
export function declaredPlugin(path: string, shown: string): Plugin {
  const { name, rules } = readDeclared(path, shown);
  return {
    meta: name === undefined ? {} : { name },
    rules: Object.fromEntries(rules.map((rule) => [rule.id, ruleOf(rule)])),
  };
}

function ruleOf({ match, cel, message, help, summary, level, path, url }: DeclaredRule): AnyPluginRule {
  return {
    summary,
    kinds: [...match.kinds],
    ...(level ? { level } : {}),
    ...(url === undefined ? {} : { url }),
    messages: {
      fails: { text: textOf(message, 'text'), ...(help ? { help: textOf(help, 'help') } : {}) },
      evaluation: EVALUATION,
    },
    check(resource, context) {
      if (resource.isPatch || !matches(match, resource, context.mesh)) return;
      const namespace = namespaceOf(resource, context.mesh);
      const answer = cel.evaluate({
        object: resource.ask(judged),
        namespaceObject: namespace ? namespace.ask(judged) : UNKNOWN,
      });
      if (answer === 'unknown') return;
      const field = resource.get(...path);
      if ('error' in answer) context.report(field, 'evaluation', { error: answer.error });
      else if (answer.value === false) {
        const shown = { object: resource.ask(named), ...(namespace ? { namespaceObject: namespace.ask(named) } : {}) };
        context.report(field, 'fails', {
          ...dataOf(message, 'text', shown),
          ...(help ? dataOf(help, 'help', shown) : {}),
        });
      } else if (answer.value !== true) {
        const error = `the expression answers ${shownValue(answer.value)}, where true or false is wanted`;
        context.report(field, 'evaluation', { error });
      }
    },
  };
}

const EVALUATION: Message = {
  text: 'This rule could not be evaluated here: {{error}}.',
  help: 'Ask first for what may be absent, has(object.spec.x) && …, or narrow what the rule matches.',
};

const judged = ({ root }: Resource) => celInput(root.value);

/** For messages, where a placeholder is shown as it is written. */
const named = ({ root }: Resource) => celInput(root.value, { placeholders: true });

/** The manifest of the resource's namespace, where there is exactly one. */
function namespaceOf(resource: Resource, mesh: Mesh): Resource | undefined {
  const manifests = mesh.namespaces().get(mesh.namespaceOf(resource))?.manifests ?? [];
  return manifests.length === 1 ? manifests[0] : undefined;
}

/** The template as a rule's message: its expressions are filled in by name. */
function textOf({ texts }: Template, part: string): string {
  return texts.slice(1).reduce((text, next, index) => `${text}{{${part}${index}}}${next}`, texts[0] ?? '');
}

function dataOf({ expressions }: Template, part: string, variables: Variables): MessageData {
  return Object.fromEntries(
    expressions.map((each, index) => [`${part}${index}`, shownAnswer(each.evaluate(variables))]),
  );
}

type Variables = Parameters<Expression['evaluate']>[0];

function shownAnswer(answer: Answer): string {
  if (answer === 'unknown') return '(not known)';
  return 'error' in answer ? `(${answer.error})` : shownValue(answer.value);
}
