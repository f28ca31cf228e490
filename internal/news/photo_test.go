package news_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"testing"

	"giaoban/internal/fault"
	"giaoban/internal/news"
)

type ctxT = context.Context

// jpegOf draws a picture whose top left corner is red, so that its turning shows.
func jpegOf(t testing.TB, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, drawn(w, h), &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func drawn(w, h int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{40, 90, 130, 255}
			if x < w/4 && y < h/4 {
				c = color.RGBA{220, 30, 30, 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	return img
}

// withEXIF puts an orientation, a GPS position and a comment into a JPEG, the way phones do.
func withEXIF(t testing.TB, data []byte, orientation uint16) []byte {
	t.Helper()
	le := binary.LittleEndian
	tiff := []byte("II*\x00\x08\x00\x00\x00")
	entry := func(tag, kind uint16, n, value uint32) {
		tiff = le.AppendUint16(le.AppendUint16(tiff, tag), kind)
		tiff = le.AppendUint32(le.AppendUint32(tiff, n), value)
	}
	tiff = le.AppendUint16(tiff, 2)
	entry(0x0112, 3, 1, uint32(orientation))
	entry(0x8825, 4, 1, 38) // GPS directory
	tiff = le.AppendUint32(tiff, 0)
	tiff = le.AppendUint16(tiff, 2)
	entry(0x0001, 2, 2, 'N')
	entry(0x0002, 5, 3, 68) // latitude
	tiff = le.AppendUint32(tiff, 0)
	for _, v := range []uint32{16, 1, 27, 1, 4231, 100} {
		tiff = le.AppendUint32(tiff, v)
	}
	tiff = append(tiff, "GPS-SECRET-16.4637N-107.5909E"...)
	segment := func(marker byte, body []byte) []byte {
		return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(body)+2)), body...)
	}
	out := append([]byte{}, data[:2]...)
	out = append(out, segment(0xe1, append([]byte("Exif\x00\x00"), tiff...))...)
	out = append(out, segment(0xe1, []byte("http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>GPS-SECRET</x:xmpmeta>"))...)
	out = append(out, segment(0xfe, []byte("GPS-SECRET comment, serial number 12345"))...)
	return append(out, data[2:]...)
}

// bomb is a small PNG whose header claims 60,000 × 60,000 pixels.
func bomb(*testing.T) []byte {
	head := binary.BigEndian.AppendUint32([]byte("IHDR"), 60_000)
	head = append(binary.BigEndian.AppendUint32(head, 60_000), 8, 2, 0, 0, 0)
	b := append([]byte("\x89PNG\r\n\x1a\n"), 0, 0, 0, 13)
	b = append(b, head...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(head))
}

func TestPhotoKeepsNothingOfTheCamera(t *testing.T) {
	h := newHouse(t)
	id := h.started()
	data := withEXIF(t, jpegOf(t, 2000, 1000), 6) // held upright: the picture is 1000 × 2000
	if !bytes.Contains(data, []byte("GPS-SECRET")) {
		t.Fatal("the sample lacks its position")
	}
	photo, err := h.s.AddPhoto(h.ctx, h.editor, id, data, words(), "", "")
	h.must(err)
	st := h.story(h.editor, id)
	var widths []int
	for _, f := range st.Photos[0].Files {
		widths = append(widths, f.Width)
		body, _, err := h.s.OpenPhoto(h.ctx, h.editor, id, photo, f.Width)
		h.must(err)
		kept, err := io.ReadAll(body)
		h.must(err)
		body.Close()
		for _, gone := range []string{"GPS-SECRET", "Exif", "xmpmeta", "serial number"} {
			if bytes.Contains(kept, []byte(gone)) {
				t.Errorf("%d px still holds %q", f.Width, gone)
			}
		}
		img, err := jpeg.Decode(bytes.NewReader(kept))
		h.must(err)
		w, ht := img.Bounds().Dx(), img.Bounds().Dy()
		if w != f.Width || ht != f.Height || ht != 2*w {
			t.Errorf("%d × %d, recorded as %d × %d", w, ht, f.Width, f.Height)
		}
		// Turned by a quarter clockwise, the red corner is at the top right.
		if r, _, b, _ := img.At(w-w/10, ht/10).RGBA(); r < b {
			t.Errorf("%d px is not upright", f.Width)
		}
	}
	if len(widths) != 3 || widths[0] != 480 || widths[1] != 960 || widths[2] != 1000 {
		t.Errorf("widths %v", widths)
	}
}

func TestEveryOrientation(t *testing.T) {
	h := newHouse(t)
	id := h.started()
	corner := map[uint16][2]int{1: {0, 0}, 2: {1, 0}, 3: {1, 1}, 4: {0, 1}, 5: {0, 0}, 6: {1, 0}, 7: {1, 1}, 8: {0, 1}}
	for o, at := range corner {
		photo, err := h.s.AddPhoto(h.ctx, h.editor, id, withEXIF(t, jpegOf(t, 400, 300), o), words(), "", "")
		h.must(err)
		var width int
		for _, p := range h.story(h.editor, id).Photos {
			if p.ID == photo {
				width = p.Widest().Width
			}
		}
		body, _, err := h.s.OpenPhoto(h.ctx, h.editor, id, photo, width)
		h.must(err)
		img, err := jpeg.Decode(body)
		h.must(err)
		body.Close()
		w, ht := img.Bounds().Dx(), img.Bounds().Dy()
		if (w > ht) != (o < 5) {
			t.Errorf("orientation %d gives %d × %d", o, w, ht)
		}
		if r, _, b, _ := img.At(w/10+at[0]*w*8/10, ht/10+at[1]*ht*8/10).RGBA(); r < b {
			t.Errorf("orientation %d: the corner is elsewhere", o)
		}
	}
}

func TestPhotoFromPNG(t *testing.T) {
	h := newHouse(t)
	id := h.started()
	var b bytes.Buffer
	h.must(png.Encode(&b, drawn(300, 300)))
	_, err := h.s.AddPhoto(h.ctx, h.editor, id, b.Bytes(), words(), "", "k")
	h.must(err)
	_, err = h.s.AddPhoto(h.ctx, h.editor, id, b.Bytes(), words(), "", "k") // sent twice, kept once
	h.must(err)
	if st := h.story(h.editor, id); len(st.Photos) != 1 || len(st.Photos[0].Files) != 1 || st.Photos[0].Widest().Width != 300 {
		t.Errorf("%+v", st.Photos)
	}
}

func FuzzPhoto(f *testing.F) {
	small := jpegOf(f, 220, 210)
	f.Add(small)
	f.Add(withEXIF(f, small, 6))
	f.Add(bomb(nil))
	f.Add([]byte("RIFF\x10\x00\x00\x00WEBPVP8 \x04\x00\x00\x00abcdEXIF\xff\xff\xff\xff"))
	f.Add([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x04eXIfII*\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		pictures, err := news.Develop(data)
		if err != nil {
			for _, one := range fault.All(err) {
				if one.Kind == fault.KindInternal || one.Field != "file" {
					t.Fatalf("%v", err)
				}
			}
			return
		}
		for _, p := range pictures {
			cfg, err := jpeg.DecodeConfig(bytes.NewReader(p))
			if err != nil || cfg.Width > 1600 || bytes.Contains(p, []byte("Exif\x00")) {
				t.Fatalf("%v %v", cfg, err)
			}
		}
	})
}
