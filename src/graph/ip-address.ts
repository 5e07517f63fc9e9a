/** Whether a text is an IPv4 address in dotted form or an IPv6 address (RFC 4291, section 2.2), without zone or port. */
export function isIpAddress(text: string): boolean {
  return isIpv4(text) || isIpv6(text);
}

function isIpv4(text: string): boolean {
  return /^((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(?!$)|$)){4}$/.test(text);
}

/** Groups of up to four hex digits, eight of them, or fewer with one `::`; the last two may be an IPv4 address. */
function isIpv6(text: string): boolean {
  if (text.length > 45) return false;
  const [head = "", tail, ...more] = text.split("::");
  if (more.length > 0) return false;
  const groups = [...groupsOf(head), ...groupsOf(tail ?? "")];
  const last = groups.at(-1);
  const endsInIpv4 = last !== undefined && last.includes(".");
  const hexGroups = endsInIpv4 ? groups.slice(0, -1) : groups;
  if (endsInIpv4 && (!isIpv4(last) || tail === "")) return false;
  const count = hexGroups.length + (endsInIpv4 ? 2 : 0);
  return (
    hexGroups.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) &&
    (tail === undefined ? count === 8 : count < 8)
  );
}

function groupsOf(text: string): readonly string[] {
  return text === "" ? [] : text.split(":");
}
