import { describe, expect, it } from 'vitest';
import { readProto } from '../../scripts/proto.ts';

const FILES: Record<string, string> = {
  'a.proto': `
    syntax = "proto3"; // not "this; one"
    package istio.a.v1;
    import "b.proto";
    import "google/protobuf/duration.proto";
    option go_package = "x";
    /* message Hidden { string no = 1; } */
    message Outer {
      enum Mode { reserved 2; OFF = 0; ON = 1 [deprecated = true]; NEGATIVE = -1; }
      message Inner { Mode mode = 1; repeated Inner more = 2 [(google.api.field_behavior) = REQUIRED]; }
      oneof choice {
        string one_way = 1;
        Inner other = 2 [deprecated = true];
      }
      map<string, Inner> by_name = 3;
      istio.b.v1.Far far = 4;
      google.protobuf.Duration wait_time = 5;
      reserved 6, 7;
      reserved "old_name", "older";
      optional bool x_1y = 8;
    }
  `,
  'b.proto': 'syntax = "proto3"; package istio.b.v1; message Far {}',
};

describe('.proto files', () => {
  const { messages, enums } = readProto('a.proto', (path) => FILES[path]);

  it('yields messages with full names of types and JSON names of fields', () => {
    expect([...messages.keys()]).toEqual(['istio.a.v1.Outer', 'istio.a.v1.Outer.Inner', 'istio.b.v1.Far']);
    expect(Object.fromEntries(messages.get('istio.a.v1.Outer')?.fields ?? [])).toEqual({
      oneWay: { type: 'string', name: 'one_way', oneof: 'choice', deprecated: false },
      other: { type: 'istio.a.v1.Outer.Inner', name: 'other', oneof: 'choice', deprecated: true },
      byName: { type: '{}istio.a.v1.Outer.Inner', name: 'by_name', deprecated: false },
      far: { type: 'istio.b.v1.Far', name: 'far', deprecated: false },
      waitTime: { type: 'google.protobuf.Duration', name: 'wait_time', deprecated: false },
      x1y: { type: 'bool', name: 'x_1y', deprecated: false },
    });
    expect(messages.get('istio.a.v1.Outer')?.reserved).toEqual(['oldName', 'older']);
    expect(messages.get('istio.a.v1.Outer.Inner')?.fields.get('more')?.type).toBe('[]istio.a.v1.Outer.Inner');
  });

  it('yields enums with numbers', () => {
    expect(Object.fromEntries(enums.get('istio.a.v1.Outer.Mode') ?? [])).toEqual({ OFF: 0, ON: 1, NEGATIVE: -1 });
  });

  it('says what it cannot read', () => {
    const read = (text: string) => () => readProto('x.proto', () => `package a; message M { ${text} }`);
    expect(read('Nowhere x = 1;')).toThrow('Nowhere');
    expect(read('map<int32, string> x = 1;')).toThrow('map from int32');
    expect(read('string x = 1 [json_name = "y"];')).toThrow('json_name');
    expect(read('string x = 1')).toThrow();
  });
});
