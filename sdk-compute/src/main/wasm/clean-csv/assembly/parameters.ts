// The parameters of clean-csv: one flat JSON object of strings and lists of strings.
// A small strict reader: anything else is refused with the reason, never skipped.

export class Parameters {
  dropMissing: bool = true;
  lower: bool = false;
  header: bool = true;
  delimiter: u32 = 0x2c;
  columns: string[] = [];

  private at: usize = 0;
  private end: usize = 0;
  private failure: string = "";

  /** Reads UTF-8 JSON in [at, end); "" or what is wrong with it. */
  read(at: usize, end: usize): string {
    this.at = at;
    this.end = end;
    if (!this.take(0x7b)) return "parameters must be a JSON object";
    if (!this.take(0x7d)) {
      do {
        const key = this.text();
        if (this.failure.length == 0 && !this.take(0x3a)) this.failure = "parameters are not valid JSON after key " + key;
        if (this.failure.length == 0) this.set(key);
        if (this.failure.length > 0) return this.failure;
      } while (this.take(0x2c));
      if (!this.take(0x7d)) return "parameters are not valid JSON: a comma or } is missing";
    }
    this.blanks();
    return this.at == this.end ? "" : "parameters have text after the closing }";
  }

  private set(key: string): void {
    if (key == "columns") {
      this.list();
      return;
    }
    const value = this.text();
    if (this.failure.length > 0) {
      this.failure = "parameter " + key + " must be a string";
    } else if (key == "drop") {
      this.dropMissing = this.choice(key, value, "null", "none");
    } else if (key == "case") {
      this.lower = this.choice(key, value, "lower", "keep");
    } else if (key == "header") {
      this.header = this.choice(key, value, "yes", "no");
    } else if (key == "delimiter") {
      const c: u32 = value.length == 1 ? value.charCodeAt(0) : 0;
      const punctuation = c > 0x20 && c < 0x7f && c != 0x22 && c - 0x30 > 9 && (c | 0x20) - 0x61 > 25;
      if (c == 9 || punctuation) this.delimiter = c;
      else this.failure = "parameter delimiter must be one ASCII punctuation mark or a tab";
    } else {
      this.failure = "parameter " + key + " is unknown; known: case, columns, delimiter, drop, header";
    }
  }

  private choice(key: string, value: string, yes: string, no: string): bool {
    if (value != yes && value != no) {
      this.failure = "parameter " + key + " must be " + yes + " or " + no + ", not " + value;
    }
    return value == yes;
  }

  private list(): void {
    if (!this.take(0x5b)) {
      this.failure = "parameter columns must be a list of column names";
      return;
    }
    if (this.take(0x5d)) return;
    do {
      this.columns.push(this.text());
    } while (this.failure.length == 0 && this.take(0x2c));
    if (this.failure.length > 0 || !this.take(0x5d)) this.failure = "parameter columns must be a list of column names";
  }

  private blanks(): void {
    while (this.at < this.end) {
      const c: u32 = load<u8>(this.at);
      if (c != 0x20 && c != 0x0a && c != 0x0d && c != 0x09) return;
      this.at++;
    }
  }

  private take(c: u32): bool {
    this.blanks();
    if (this.at == this.end || load<u8>(this.at) != c) return false;
    this.at++;
    return true;
  }

  private text(): string {
    if (!this.take(0x22)) return this.bad();
    let value = "";
    let from = this.at;
    while (this.at < this.end) {
      const c: u32 = load<u8>(this.at);
      if (c == 0x22) {
        value += String.UTF8.decodeUnsafe(from, this.at - from);
        this.at++;
        return value;
      }
      if (c == 0x5c) {
        value += String.UTF8.decodeUnsafe(from, this.at - from);
        value += this.escape();
        from = this.at;
      } else {
        this.at++;
      }
    }
    return this.bad();
  }

  private escape(): string {
    if (this.end - this.at < 2) return this.bad();
    const c: u32 = load<u8>(this.at + 1);
    this.at += 2;
    if (c == 0x22 || c == 0x5c || c == 0x2f) return String.fromCharCode(c);
    if (c == 0x6e) return "\n";
    if (c == 0x74) return "\t";
    if (c == 0x72) return "\r";
    if (c == 0x62) return "\b";
    if (c == 0x66) return "\f";
    if (c != 0x75 || this.end - this.at < 4) return this.bad();
    let unit: u32 = 0;
    for (let i = 0; i < 4; i++) {
      const d: u32 = load<u8>(this.at++);
      const digit: u32 = d - 0x30 < 10 ? d - 0x30 : (d | 0x20) - 0x61 < 6 ? (d | 0x20) - 0x57 : 16;
      if (digit == 16) return this.bad();
      unit = (unit << 4) | digit;
    }
    return String.fromCharCode(unit);
  }

  private bad(): string {
    if (this.failure.length == 0) this.failure = "parameters are not valid JSON: a string is malformed";
    return "";
  }
}
