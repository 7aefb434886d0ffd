package io.github.mentagateway.settings;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** All addresses that have their first {@code bits} in common with {@code address}. */
public record Network(InetAddress address, int bits) {
  /** Four numbers up to 255, or something with a colon: never a name, which Java would look up, and somebody else could lead elsewhere. */
  private static final Pattern ADDRESS = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}|[0-9A-Fa-f.:]*:[0-9A-Fa-f.:]*");

  /** @throws IllegalArgumentException whose message continues a sentence: "must list …" */
  static Network parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = address(slash < 0 ? text : text.substring(0, slash));
    String prefix = text.substring(slash + 1);
    if (slash >= 0 && !prefix.matches("\\d{1,3}")) {
      throw malformed();
    }
    int length = 8 * address.getAddress().length;
    int bits = slash < 0 ? length : Integer.parseInt(prefix);
    BigInteger number = new BigInteger(1, address.getAddress());
    if (bits > length || number.signum() != 0 && number.getLowestSetBit() < length - bits) {
      throw malformed();
    }
    return new Network(address, bits);
  }

  private static InetAddress address(String text) {
    try {
      if (ADDRESS.matcher(text).matches()) {
        return InetAddress.getByName(text);
      }
    } catch (UnknownHostException noAddress) {
      // told below
    }
    throw malformed();
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException("must list addresses and networks, such as 10.0.0.7, 10.1.0.0/16 or fd00:1::/64;"
        + " behind a network's bits stand only zeros");
  }

  public boolean contains(InetAddress other) {
    return other.getAddress().length == address.getAddress().length && prefix(other).equals(prefix(address));
  }

  private BigInteger prefix(InetAddress whole) {
    byte[] bytes = whole.getAddress();
    return new BigInteger(1, bytes).shiftRight(8 * bytes.length - bits);
  }
}
