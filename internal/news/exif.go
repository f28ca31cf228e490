package news

import (
	"bytes"
	"encoding/binary"
	"image"
)

// orientation reads how a camera was held out of a JPEG, PNG or WebP file: 1 to 8
// as EXIF counts them, 1 where nothing is said. It reads nothing else, and what
// it reads is not kept.
func orientation(data []byte) int {
	block := exifBlock(data)
	if len(block) < 8 {
		return 1
	}
	var order binary.ByteOrder
	switch string(block[:2]) {
	case "II":
		order = binary.LittleEndian
	case "MM":
		order = binary.BigEndian
	default:
		return 1
	}
	at := int64(order.Uint32(block[4:]))
	if at+2 > int64(len(block)) {
		return 1
	}
	for n, at := int64(order.Uint16(block[at:])), at+2; n > 0; n, at = n-1, at+12 {
		if at+12 > int64(len(block)) {
			return 1
		}
		entry := block[at : at+12]
		if order.Uint16(entry) == 0x0112 && order.Uint16(entry[2:]) == 3 {
			if o := int(order.Uint16(entry[8:])); o >= 1 && o <= 8 {
				return o
			}
			return 1
		}
	}
	return 1
}

// exifBlock finds the TIFF block of a file's EXIF data, nil where there is none.
func exifBlock(data []byte) []byte {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xd8}):
		return jpegBlock(data[2:])
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return chunk(data[8:], binary.BigEndian, 4, "eXIf", 12)
	case len(data) > 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
		return bytes.TrimPrefix(chunk(data[12:], binary.LittleEndian, 0, "EXIF", 8), []byte("Exif\x00\x00"))
	}
	return nil
}

func jpegBlock(data []byte) []byte {
	for len(data) >= 4 && data[0] == 0xff && data[1] != 0xda {
		size := int(binary.BigEndian.Uint16(data[2:]))
		if size < 2 || 2+size > len(data) {
			return nil
		}
		if body := data[4 : 2+size]; data[1] == 0xe1 && bytes.HasPrefix(body, []byte("Exif\x00\x00")) {
			return body[6:]
		}
		data = data[2+size:]
	}
	return nil
}

// chunk finds a chunk by name. The name stands at nameAt in a head of 8 bytes whose other half is the
// length; around is how much longer than its content a chunk is.
func chunk(data []byte, order binary.ByteOrder, nameAt int, name string, around int64) []byte {
	for len(data) >= 8 {
		size := int64(order.Uint32(data[4-nameAt:]))
		if 8+size > int64(len(data)) {
			return nil
		}
		if string(data[nameAt:nameAt+4]) == name {
			return data[8 : 8+size]
		}
		next := size + around
		if nameAt == 0 {
			next += size & 1 // RIFF pads to even lengths
		}
		if next > int64(len(data)) {
			return nil
		}
		data = data[next:]
	}
	return nil
}

// upright turns a picture by its EXIF orientation.
func upright(src *image.RGBA, o int) *image.RGBA {
	if o <= 1 || o > 8 {
		return src
	}
	w, h := src.Rect.Dx(), src.Rect.Dy()
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	if o >= 5 {
		dst = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			tx, ty := x, y
			switch o {
			case 2:
				tx = w - 1 - x
			case 3:
				tx, ty = w-1-x, h-1-y
			case 4:
				ty = h - 1 - y
			case 5:
				tx, ty = y, x
			case 6:
				tx, ty = h-1-y, x
			case 7:
				tx, ty = h-1-y, w-1-x
			case 8:
				tx, ty = y, w-1-x
			}
			copy(dst.Pix[dst.PixOffset(tx, ty):][:4], src.Pix[src.PixOffset(x, y):][:4])
		}
	}
	return dst
}
