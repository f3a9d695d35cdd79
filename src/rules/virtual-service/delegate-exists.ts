import { defineRule } from '../../engine/rule.ts';
import { absenceOf, isInventoried, WORLD_OPTION } from '../../mesh/references.ts';
import { isDelegate, routesOf } from '../../mesh/settings/virtual-service-routes.ts';
import { virtualServices } from '../../mesh/virtual-services.ts';
import { isVisibleFrom } from '../../mesh/visibility.ts';
import { rewriteString } from '../../yaml/edit.ts';

/** istiod leaves a route out whose delegate it cannot follow: its requests are answered with 404. */
export default defineRule({
  summary: 'The delegates of a VirtualService are there, and are delegates',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: ['error', { world: 'closed' }] },
  options: { world: WORLD_OPTION },
  messages: {
    missing: {
      text: 'There is no VirtualService {{delegate}}, so Istio leaves this route out.',
      help: '{{wanted}}',
    },
    'has-hosts': {
      text: '{{delegate}} has hosts of its own and is no delegate, so Istio leaves this route out.',
      help: 'Delete its hosts and gateways; they come from the VirtualService that delegates.',
    },
    chain: {
      text: '{{delegate}} delegates in turn, which Istio does not follow, so it leaves this route out.',
      help: 'Put its routes into the delegate, or delegate to the last one.',
    },
    hidden: {
      text: '{{delegate}} is not exported to {{namespace}}, so Istio leaves this route out.',
      help: 'Add {{namespace}} to its exportTo.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate',
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute',
  ],
  kinds: ['networking.istio.io/VirtualService'],
  fields: ['delegate'],
  check(service, context) {
    const { mesh } = context;
    const namespace = mesh.namespaceOf(service);
    const all = virtualServices(mesh);
    for (const route of routesOf(service, 'http')) {
      const field = route.get('delegate', 'name');
      const scope = route.get('delegate', 'namespace');
      const name = field.string;
      if (!name || scope.isUnknown) continue;
      const home = scope.string || namespace;
      const inHome = all.filter((each) => mesh.mayBeIn(each, home));
      const found = inHome.filter((each) => each.name === name);
      const [delegate] = found;
      if (!delegate) {
        const known = inHome.filter((each) => each !== service && isDelegate(each)).map((each) => each.name);
        const isInSet = () => isInventoried(mesh, home, ['networking.istio.io', 'VirtualService']) && known.length > 0;
        const absence = absenceOf(context, { kind: 'VirtualService', namespace: home, name }, known, isInSet);
        if (!absence) continue;
        const { near, isSure } = absence;
        const edit = near === undefined ? undefined : rewriteString(field, near);
        const wanted = near ? `Write ${near}.` : 'Write the name of a VirtualService without hosts.';
        const suggestions = edit ? [{ desc: `Write ${near}`, edit }] : [];
        const data = { delegate: home ? `${home}/${name}` : name, wanted };
        context.report(field, 'missing', data, { suggestions, ...(isSure ? {} : { level: 'warning' }) });
        continue;
      }
      const data = { delegate: delegate.display, namespace };
      const related = [{ field: delegate.metadata.child('name'), message: 'the delegate' }];
      if (found.every((each) => each.spec.child('hosts').items().length > 0))
        context.report(field, 'has-hosts', data, { related });
      else if (found.every((each) => routesOf(each, 'http').some((http) => http.child('delegate').isSet)))
        context.report(field, 'chain', data, { related });
      else if (found.every((each) => !isVisibleFrom(mesh, each, namespace)))
        context.report(field, 'hidden', data, { related });
    }
  },
});
