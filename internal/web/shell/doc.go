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
// TextArea, Select, Segment, Checkbox, Checks, DateField, UnitPicker, KeyField;
// ActForm is the short form of one act. A file that is taken over after a look:
// FileCard asks for it, FilePreview and FileTable show what would become of its
// lines and what is wrong in which cell, FileRefused lists why it cannot be.
//
// Nothing here holds state or asks a domain: all comes in as arguments. There
// is no inline script or style, because the content security policy forbids
// both: a length is an attribute of SVG or <progress>, never style="".
// Everything works without script; menus are <details>, choices are forms.
//
// Live parts: put what changes inside @LiveView(b, "/live/<name>/<key>"). A part
// is an element with an id, rendered whole by the topic; a figure is an element
// with data-cell="<index>". Forms in live parts are alike for everybody; app.js
// gives each its own idempotency key. <clock-text>, <time-left data-until="ISO">,
// <time-since data-since="ISO"> and <relative-time datetime="ISO"> tick by text;
// <select data-submit> sends its form when it changes.
//
// Classes for a page's own markup (assets/css):
//
//	layout   stack, row, spread, cols with cols-2 cols-3 cols-main-side
//	         cols-side-main cols-list-main cols-list-main-side
//	table    table with table-dense (25 px) table-roomy (37) table-tall (56), cards
//	         (cards on a phone: .lead-icon .key .actions, td data-label), cells .num
//	         .mid .code .actions, rows .group .selected .bad-row .late-row .overdue-row
//	list     ul.list > li with .list-number, .list-dot, .grow, .title, .at
//	form     fields (two columns) > parts and form-actions; control for a bare input
//	text     row-title, sub, muted, faint, strong, small, ok, late, bad, serif, cut,
//	         prose, unnamed; sr is for screen readers only, no-print for the screen only
//
// A page's own rules stand in assets/css/<feature>.css, in the layer "pages";
// new icons are appended to assets/icons.txt; a script of its own is
// assets/ts/<name>.ts, loaded with Base.WithScripts("<name>.js").
//
// Texts of the frame are in messages.go under "shell."; texts of a page come
// from the page's own domain.
package shell
