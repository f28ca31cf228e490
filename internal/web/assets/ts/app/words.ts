// Texts come from the server with places for names and numbers: "{n} ô chờ gửi".

export function fill(text: string | undefined, args: Record<string, string>): string {
  return (text ?? "").replace(/\{([a-z_]+)\}/g, (whole, name: string) => args[name] ?? whole);
}
