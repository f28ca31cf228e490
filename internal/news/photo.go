package news

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/draw"
	"golang.org/x/image/webp"

	"giaoban/internal/fault"
)

// Bounds of a photo as it comes.
const (
	MaxPhoto  = 25 << 20   // bytes of the file
	maxPixels = 50_000_000 // a picture that claims more is refused on its header
	maxSide   = 16_000
	minSide   = 200
)

// Widths are the widths in which a photo is kept, in pixels. One that is narrower than the first is kept as it is; none is made larger.
func Widths() []int { return []int{480, 960, 1600} }

// picture is a photo written anew in one width.
type picture struct {
	width, height int
	data          []byte // JPEG
}

type codec struct {
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

// kindOf tells the kinds of file that are read by how they begin, whatever their names say.
func kindOf(data []byte) (codec, bool) {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xd8, 0xff}):
		return codec{jpeg.DecodeConfig, jpeg.Decode}, true
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return codec{png.DecodeConfig, png.Decode}, true
	case len(data) > 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
		return codec{webp.DecodeConfig, webp.Decode}, true
	}
	return codec{}, false
}

// judge refuses a file by its size, kind and header: nothing is decoded for it.
func judge(data []byte) (codec, image.Config, error) {
	switch {
	case len(data) == 0:
		return codec{}, image.Config{}, fault.Invalid("file", "news.photo_missing")
	case len(data) > MaxPhoto:
		return codec{}, image.Config{}, fault.TooLarge("file", "news.photo_large", "max", MaxPhoto>>20)
	}
	kind, ok := kindOf(data)
	if !ok {
		return codec{}, image.Config{}, fault.Invalid("file", "news.photo_kind")
	}
	cfg, err := kind.config(bytes.NewReader(data))
	switch {
	case err != nil:
		return codec{}, image.Config{}, fault.Invalid("file", "news.photo_broken").Because(err)
	case cfg.Width > maxSide || cfg.Height > maxSide || int64(cfg.Width)*int64(cfg.Height) > maxPixels:
		return codec{}, image.Config{}, fault.TooLarge("file", "news.photo_pixels", "width", cfg.Width, "height", cfg.Height, "max", maxPixels/1_000_000)
	case cfg.Width < minSide || cfg.Height < minSide:
		return codec{}, image.Config{}, fault.Invalid("file", "news.photo_small", "min", minSide)
	}
	return kind, cfg, nil
}

// develop makes a photo's files: upright, on white, without anything that the camera or a program wrote beside the picture.
func develop(data []byte) (_ []picture, err error) {
	kind, cfg, err := judge(data)
	if err != nil {
		return nil, err
	}
	defer func() {
		// A decoder that stumbles over a crafted file is the file's fault, not ours.
		if v := recover(); v != nil {
			err = fault.Invalid("file", "news.photo_broken").Because(errors.New("decoder panicked"))
		}
	}()
	src, err := kind.decode(bytes.NewReader(data))
	if err != nil {
		return nil, fault.Invalid("file", "news.photo_broken").Because(err)
	}
	if b := src.Bounds(); b.Dx() != cfg.Width || b.Dy() != cfg.Height {
		return nil, fault.Invalid("file", "news.photo_broken")
	}
	turn := orientation(data)
	width := cfg.Width
	if turn >= 5 {
		width = cfg.Height
	}
	var list []picture
	widths := Widths()
	for i := len(widths) - 1; i >= 0; i-- {
		if widths[i] > width && i > 0 && width < widths[i-1] {
			continue // the next smaller one will do
		}
		to := min(widths[i], width)
		if n := len(list); n > 0 && list[n-1].width == to {
			continue
		}
		one := scaled(src, turn, to)
		var out bytes.Buffer
		if err := jpeg.Encode(&out, one, &jpeg.Options{Quality: 82}); err != nil {
			return nil, err
		}
		list = append(list, picture{one.Rect.Dx(), one.Rect.Dy(), out.Bytes()})
		src, turn = one, 1 // the next is made from this one: smaller, upright
	}
	return list, nil
}

// scaled gives src upright and width pixels wide, on white.
func scaled(src image.Image, turn, width int) *image.RGBA {
	b := src.Bounds()
	w, h := width, max(1, width*b.Dy()/b.Dx())
	if turn >= 5 {
		w, h = max(1, width*b.Dx()/b.Dy()), width
	}
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(dst, dst.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.BiLinear.Scale(dst, dst.Rect, src, b, draw.Over, nil)
	return upright(dst, turn)
}
