package news

// Develop gives the files that a photo becomes, for the fuzzer.
func Develop(data []byte) ([][]byte, error) {
	list, err := develop(data)
	var out [][]byte
	for _, p := range list {
		out = append(out, p.data)
	}
	return out, err
}

// Written gives body and source of what was typed.
func Written(text string) (source, body string, err error) { return written(text) }
