// Texts come from the server with places for names and numbers: "{n} ô chờ gửi".

export function fill(text: string | undefined, args: Record<string, string>): string {
  // A word that follows a number has its two forms: "{n} {n:cell|cells}".
  const chosen = (text ?? "").replace(/\{([a-z_]+):([^|}]*)\|([^}]*)\}/g, (whole, name: string, one: string, many: string) => (args[name] === undefined ? whole : args[name] === "1" ? one : many));
  return chosen.replace(/\{([a-z_]+)\}/g, (whole, name: string) => args[name] ?? whole);
}
