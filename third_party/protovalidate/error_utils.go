// Copyright 2023-2026 Buf Technologies, Inc.
//
// Licensed under the Apache License, Version 2.0 (the "License");
// you may not use this file except in compliance with the License.
// You may obtain a copy of the License at
//
//      http://www.apache.org/licenses/LICENSE-2.0
//
// Unless required by applicable law or agreed to in writing, software
// distributed under the License is distributed on an "AS IS" BASIS,
// WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
// See the License for the specific language governing permissions and
// limitations under the License.

package protovalidate

import (
	"strconv"
	"strings"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
)

// FieldPathString takes a FieldPath and encodes it to a string-based dotted
// field path.
func FieldPathString(path *validate.FieldPath) string {
	var result strings.Builder
	for i, element := range path.GetElements() {
		if i > 0 {
			result.WriteByte('.')
		}
		result.WriteString(element.GetFieldName())
		subscript := element.WhichSubscript()
		if subscript == validate.FieldPathElement_Subscript_not_set_case {
			continue
		}
		result.WriteByte('[')
		switch subscript {
		case validate.FieldPathElement_Index_case:
			result.WriteString(strconv.FormatUint(element.GetIndex(), 10))
		case validate.FieldPathElement_BoolKey_case:
			result.WriteString(strconv.FormatBool(element.GetBoolKey()))
		case validate.FieldPathElement_IntKey_case:
			result.WriteString(strconv.FormatInt(element.GetIntKey(), 10))
		case validate.FieldPathElement_UintKey_case:
			result.WriteString(strconv.FormatUint(element.GetUintKey(), 10))
		case validate.FieldPathElement_StringKey_case:
			result.WriteString(strconv.Quote(element.GetStringKey()))
		}
		result.WriteByte(']')
	}
	return result.String()
}
