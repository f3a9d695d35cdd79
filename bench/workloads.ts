import { type App, earlier, head, teamOf } from './app.ts';

export function deployment(app: App): string {
  return deploymentOf(app, 'v1');
}

/** The version that gets a part of the traffic. */
export function canary(app: App): string {
  return deploymentOf(app, 'v2');
}

function deploymentOf(app: App, version: string): string {
  const { name, random } = app;
  const upstream = earlier(app);
  return `${head('apps/v1', 'Deployment', { ...app, name: version === 'v1' ? name : `${name}-${version}` })}  labels: &labels
    app: ${name}
    version: ${version}
spec:
  replicas: ${1 + Math.floor(random() * 5)}
  selector:
    matchLabels:
      app: ${name}
      version: ${version}
  template:
    metadata:
      labels: *labels
    spec:
      serviceAccountName: ${name}
      containers:
        - name: ${name}
          image: example.com/${name}:1.${Math.floor(random() * 40)}.0
          ports:
            - name: http
              containerPort: 8080
          resources:
            requests: {cpu: 100m, memory: 128Mi}
          env:
            - name: UPSTREAM
              value: "http://app-${upstream}.${teamOf(upstream)}:80"
`;
}

export function service(app: App): string {
  return `${head('v1', 'Service', app)}spec:
  selector:
    app: ${app.name}
  ports:
    - name: http
      port: 80
      targetPort: http
`;
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
  maxReplicas: ${4 + Math.floor(app.random() * 8)}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target: {type: Utilization, averageUtilization: 70}
`;
}

export function settings(app: App): string {
  const lines = Array.from(
    { length: 10 + Math.floor(app.random() * 30) },
    (_, i) => `    key.${i} = ${Math.floor(app.random() * 1e6)}`,
  );
  return `${head('v1', 'ConfigMap', app)}data:
  application.properties: |
${lines.join('\n')}
`;
}
