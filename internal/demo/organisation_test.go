package demo_test

import (
	"bytes"
	"strings"
	"testing"

	"giaoban/internal/demo"
)

// An organisation file is read whole or refused with a reason; no bytes make the reader fall over.
func FuzzReadOrganisation(f *testing.F) {
	f.Add([]byte(`{"org":{"units":[{"code":"TW","name":"Trung ương"}]},"events":[{"code":"BC","name":"Ngày bầu cử","date":20210523,"unit":"TW"}]}`))
	f.Add([]byte(`{"events":[{"date":20210231}]}`))
	f.Add([]byte(`{"org":{"units":[{"code":"x","from":99999999999}]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, err := demo.ReadOrganisation(bytes.NewReader(data))
		if err != nil && !strings.HasPrefix(err.Error(), "organisation file: ") {
			t.Errorf("an error that does not say where it comes from: %v", err)
		}
	})
}
