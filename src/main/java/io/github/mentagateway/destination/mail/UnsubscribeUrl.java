package io.github.mentagateway.destination.mail;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads the one address where a recipient can unsubscribe (RFC 2369): an {@code https:} URL, or {@code mailto:} with exactly one address.
 * With the first a mail program may unsubscribe by itself (RFC 8058).
 */
public final class UnsubscribeUrl {
  /** A header's line has at most 998 characters (RFC 5322), and this one is not folded. */
  private static final int LONGEST = 900;
  private static final String ADDRESS = "mailto:";

  private UnsubscribeUrl() {}

  /** The URL; empty when the text is not exactly one. Characters that a URL cannot hold are refused, and so are line breaks. */
  public static Optional<URI> of(String text) {
    try {
      URI url = new URI(text.strip());
      return text.length() <= LONGEST && StandardCharsets.US_ASCII.newEncoder().canEncode(text) && (isWeb(url) || isAddress(url))
          ? Optional.of(url) : Optional.empty();
    } catch (URISyntaxException noUrl) {
      return Optional.empty();
    }
  }

  static boolean isWeb(URI url) {
    return "https".equalsIgnoreCase(url.getScheme()) && url.getHost() != null && url.getRawUserInfo() == null;
  }

  private static boolean isAddress(URI url) {
    return url.toString().startsWith(ADDRESS)
        && MailAddress.of(url.toString().substring(ADDRESS.length()).replaceFirst("\\?.*", "")).isPresent();
  }
}
