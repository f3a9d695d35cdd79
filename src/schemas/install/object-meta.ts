/** What Kubernetes itself knows of `metadata`. Source: k8s.io/apimachinery/pkg/apis/meta/v1, ObjectMeta. */
export const objectMeta = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    generateName: { type: 'string' },
    namespace: { type: 'string' },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
    annotations: { type: 'object', additionalProperties: { type: 'string' } },
    finalizers: { type: 'array', items: { type: 'string' } },
    ownerReferences: { type: 'array' },
    managedFields: { type: 'array' },
    uid: { type: 'string' },
    resourceVersion: { type: 'string' },
    selfLink: { type: 'string' },
    generation: { type: 'integer' },
    creationTimestamp: {},
    deletionTimestamp: {},
    deletionGracePeriodSeconds: { type: 'integer' },
    clusterName: { type: 'string' },
  },
  additionalProperties: false,
};
