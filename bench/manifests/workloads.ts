import { type App, below, earlier, head, maybe, teamOf } from './app.ts';

export function namespace({ namespace }: App): string {
  return `apiVersion: v1
kind: Namespace
metadata:
  name: ${namespace}
  labels:
    istio-injection: enabled
`;
}

export function deployment(app: App): string {
  return deploymentOf(app, 'v1');
}

/** The version that gets a part of the traffic. */
export function canary(app: App): string {
  return deploymentOf(app, 'v2');
}

function deploymentOf(app: App, version: string): string {
  const { name, style, random } = app;
  const upstream = earlier(app);
  const labels = `app: ${name}\n        version: ${version}`;
  const own = version === 'v1' ? name : `${name}-${version}`;
  return `${head('apps/v1', 'Deployment', { ...app, name: own })}  labels:${style.anchors ? ' &labels' : ''}
    app: ${name}
    version: ${version}
${maybe(random, 0.03, `  annotations:\n    description: Answers what ${name} is asked,\n      and asks others what it does not know\n      itself\n`)}\
spec:
  replicas: ${1 + below(random, 5)}
  selector:
    matchLabels:
      app: ${name}
      version: ${version}
  template:
    metadata:
${annotations(app)}\
      labels:${style.anchors ? ' *labels' : `\n        ${labels}`}
    spec:
      serviceAccountName: ${name}
      containers:
        - name: ${name}
          image: registry.example.com/${name}:1.${below(random, 40)}.0
          imagePullPolicy: IfNotPresent
${maybe(random, 0.1, `          command: ["/bin/${name}", "--listen", ":8080"]\n`)}\
          ports:
            - name: http
              containerPort: 8080
          resources:
            requests:
              cpu: 100m
              memory: 128Mi
            limits:
              memory: 512Mi
          env:
            - name: UPSTREAM
              value: "http://app-${upstream}.${teamOf(upstream)}:80"
            - name: LOG_LEVEL
              value: ${random() < 0.1 ? 'debug' : 'info'}
          readinessProbe:
            httpGet:
              path: /ready
              port: http
            initialDelaySeconds: ${1 + below(random, 20)}
${maybe(random, 0.3, '      volumes:\n        - name: cache\n          emptyDir: {}\n')}`;
}

/** Of the pods: rarely more than a label, at times configuration of the proxy. */
function annotations({ random }: App): string {
  const texts = [
    maybe(random, 0.15, '        sidecar.istio.io/proxyCPU: "200m"\n        sidecar.istio.io/proxyMemory: 256Mi\n'),
    maybe(random, 0.05, '        proxy.istio.io/config: |\n          holdApplicationUntilProxyStarts: true\n'),
    maybe(random, 0.1, "        prometheus.io/scrape: 'true'\n"),
  ].join('');
  return texts && `      annotations:\n${texts}`;
}

export function service(app: App): string {
  return `${head('v1', 'Service', app)}spec:
  selector:
    app: ${app.name}
  ports:
    - name: http
      port: 80
      targetPort: http
${maybe(app.random, 0.3, '    - name: http-metrics\n      port: 15020\n')}`;
}

export function account(app: App): string {
  return head('v1', 'ServiceAccount', app);
}

export function autoscaler(app: App): string {
  return `${head('autoscaling/v2', 'HorizontalPodAutoscaler', app)}spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: ${app.name}
  minReplicas: 2
  maxReplicas: ${4 + below(app.random, 8)}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:${app.style.flow ? ' {type: Utilization, averageUtilization: 70}' : '\n          type: Utilization\n          averageUtilization: 70'}
`;
}

export function budget(app: App): string {
  return `${head('policy/v1', 'PodDisruptionBudget', app)}spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app: ${app.name}
`;
}
