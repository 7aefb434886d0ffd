package io.github.mentagateway.settings;

import io.netty.util.NetUtil;
import java.math.BigInteger;
import java.net.InetAddress;

/** All addresses that have their first {@code bits} in common with {@code address}. */
public record Network(InetAddress address, int bits) {

  /** @throws IllegalArgumentException whose message continues a sentence: "must list …" */
  static Network parse(String text) {
    int slash = text.indexOf('/');
    // never a name, which somebody else could lead elsewhere
    InetAddress address = NetUtil.createInetAddressFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
    String prefix = text.substring(slash + 1);
    if (address == null || slash >= 0 && !prefix.matches("\\d{1,3}")) {
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
