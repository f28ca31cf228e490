// Package shell is the frame of every page and the parts that pages are made of.
//
// A page is a templ component that begins with one of the frames and passes a
// Base, which says who looks at what, in which language and on which day:
//
//	@Page(b)       desk page: header with unit switcher, places, search, account;
//	               crumbs, title, actions; tab bar on a phone
//	@RoomPage(b)   conference room: no navigation, height of the window
//	@PublicPage(b) for anyone: the publishing unit's own header
//	@PrintPage(b)  an A4 sheet, on screen on a desk, on paper alone
//	@BarePage(b)   nothing but the brand line: sign-in
//
// Inside stand parts: Card, Band and Figure, Chip, Squares, Bar, Sparkline,
// DaysStrip, Steps, Pager, Tabs, Drawer, Empty; and forms: FormErrors, Field,
// TextArea, Select, Segment, Checkbox, Checks, DateField, UnitPicker, KeyField.
//
// Nothing here holds state or asks a domain: all comes in as arguments. There
// is no inline script or style, because the content security policy forbids
// both: a length is an attribute of SVG or <progress>, never style="".
// Everything works without script; menus are <details>, choices are forms.
//
// Texts of the frame are in messages.go under "shell."; texts of a page come
// from the page's own domain.
package shell
