package house

import "testing"

// The measurements stand on the same services as the program: one that is forgotten here is found here.
func TestTheHouseOpensWithTheDemo(t *testing.T) {
	h, err := Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
}
