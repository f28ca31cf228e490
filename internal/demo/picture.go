package demo

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
)

// picture draws a hall that follows an online conference: a screen with the
// chair and the sites, and heads from behind. It shows nobody.
func picture(seed string) ([]byte, error) {
	const w, h = 1600, 840
	r := invent(seed)
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	fill := func(x0, y0, x1, y1 int, c color.RGBA) {
		draw.Draw(img, image.Rect(x0, y0, x1, y1), image.NewUniform(c), image.Point{}, draw.Src)
	}
	disc := func(cx, cy, radius int, c color.RGBA) {
		for y := -radius; y <= radius; y++ {
			for x := -radius; x <= radius; x++ {
				if x*x+y*y <= radius*radius {
					img.SetRGBA(cx+x, cy+y, c)
				}
			}
		}
	}
	for x := 0; x < w; x += 40 { // a panelled wall
		shade := uint8(96 + 10*(x/40%2))
		fill(x, 0, x+40, 480, color.RGBA{shade, shade - 22, shade - 44, 255})
	}
	fill(0, 480, w, h, color.RGBA{58, 46, 38, 255})
	fill(330, 40, 1270, 440, color.RGBA{14, 24, 30, 255})
	fill(350, 60, 900, 420, color.RGBA{36, 84, 90, 255})
	disc(625, 200, 62, color.RGBA{208, 168, 132, 255})
	fill(535, 262, 715, 420, color.RGBA{28, 38, 56, 255})
	for i := range 12 {
		x, y := 920+110*(i%3), 60+92*(i/3)
		fill(x, y, x+100, y+82, color.RGBA{uint8(50 + r.IntN(50)), uint8(70 + r.IntN(50)), uint8(80 + r.IntN(60)), 255})
		for p := range 3 {
			disc(x+22+28*p, y+46, 10, color.RGBA{198, 160, 128, 255})
		}
	}
	for row := range 3 {
		y, size := 530+110*row, 26+8*row
		for x := 30 + 40*(row%2); x < w; x += 90 + 16*row {
			coat := uint8(40 + r.IntN(160))
			fill(x-size-8, y+size, x+size+8, h, color.RGBA{coat, coat, coat + 8, 255})
			hair := uint8(26 + r.IntN(56))
			disc(x, y, size, color.RGBA{hair + 6, hair, hair - 4, 255})
		}
		fill(0, y+78, w, y+92, color.RGBA{44, 34, 28, 255})
	}
	var out bytes.Buffer
	err := jpeg.Encode(&out, img, &jpeg.Options{Quality: 85})
	return out.Bytes(), err
}
