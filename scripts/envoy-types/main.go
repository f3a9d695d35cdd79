// Prints the messages and enums of Envoy's API that are linked in, as JSON: fields with their types, values with their
// numbers. envoy-schemas.ts writes the imports beside it.
package main

import (
	"encoding/json"
	"os"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

type tables struct {
	Messages map[string]map[string]string `json:"messages"`
	Enums    map[string]map[string]int32  `json:"enums"`
}

func main() {
	all := tables{Messages: map[string]map[string]string{}, Enums: map[string]map[string]int32{}}
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		all.add(file.Messages(), file.Enums())
		return true
	})
	if err := json.NewEncoder(os.Stdout).Encode(all); err != nil {
		panic(err)
	}
}

func (all tables) add(messages protoreflect.MessageDescriptors, enums protoreflect.EnumDescriptors) {
	for i := 0; i < messages.Len(); i++ {
		message := messages.Get(i)
		if message.IsMapEntry() {
			continue
		}
		fields := map[string]string{}
		for j := 0; j < message.Fields().Len(); j++ {
			field := message.Fields().Get(j)
			fields[string(field.Name())] = typeOf(field)
		}
		all.Messages[string(message.FullName())] = fields
		all.add(message.Messages(), message.Enums())
	}
	for i := 0; i < enums.Len(); i++ {
		values := map[string]int32{}
		for j := 0; j < enums.Get(i).Values().Len(); j++ {
			value := enums.Get(i).Values().Get(j)
			values[string(value.Name())] = int32(value.Number())
		}
		all.Enums[string(enums.Get(i).FullName())] = values
	}
}

func typeOf(field protoreflect.FieldDescriptor) string {
	if field.IsMap() {
		return "{}" + nameOf(field.MapValue())
	}
	if field.IsList() {
		return "[]" + nameOf(field)
	}
	return nameOf(field)
}

func nameOf(field protoreflect.FieldDescriptor) string {
	switch field.Kind() {
	case protoreflect.MessageKind, protoreflect.GroupKind:
		return string(field.Message().FullName())
	case protoreflect.EnumKind:
		return string(field.Enum().FullName())
	default:
		return field.Kind().String()
	}
}
