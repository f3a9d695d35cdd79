/** A route with a misspelt field. */
export const WITH_MISTAKE = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: reviews
  namespace: shop
spec:
  hosts: [reviews.shop.svc.cluster.local]
  http:
    # The page waits for no longer.
    - timeuot: 3s
      route:
        - destination: { host: reviews.shop.svc.cluster.local }
`;

export const MENDED = WITH_MISTAKE.replace('timeuot', 'timeout');
