package io.github.mentagateway.envelope;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.io.ContentReference;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.ByteSourceJsonBootstrapper;
import com.fasterxml.jackson.core.util.BufferRecycler;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.InflaterInputStream;

/**
 * Decodes a request's bytes to their text: gzip and zlib are inflated, and a declared charset is read. The bytes decide what a body is; its
 * headers count only where the bytes leave it open ({@code MENTA.md}). The same bytes with the same headers give the same text at the
 * intake, at every delivery and on a screen.
 */
public final class BodyDecoder {
  /** The greatest length of an inflated body in custody: the most that {@code gateway.intake.max-body-bytes} can allow. */
  private static final int MOST = 64 << 20;

  private static final Pattern CHARSET = Pattern.compile(";\\s*charset\\s*=\\s*[\"']?([^\\s\"';,]+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern FORM = Pattern.compile("%7B|[\\w.%+*\\[\\]-]{1,200}+=[^=\\s]", Pattern.CASE_INSENSITIVE);
  /** Only these names are repeated, because a reason is part of the answer, and no request header may be. */
  private static final Set<String> NOT_UNDONE = Set.of("br", "compress", "deflate", "lz4", "snappy", "x-compress", "zstd");

  private BodyDecoder() {}

  /**
   * The body as Jackson reads it, in UTF-8, UTF-16 or UTF-32. What cannot be decoded stays as it is. A body that is neither compressed nor
   * in a declared charset is returned as it is, and costs nothing.
   *
   * @param headers names in lower case
   * @param most how many bytes the inflated body may have
   */
  public static byte[] decode(byte[] raw, Map<String, String> headers, int most) throws BodyTooLargeException {
    byte[] plain;
    try {
      plain = inflated(raw, most);
    } catch (BodyTooLargeException e) {
      throw e;
    } catch (IOException damaged) {
      return raw;
    }
    Charset declared = declaredCharset(headers);
    if (declared == null || declared.equals(StandardCharsets.UTF_8) || !isOpen(plain)) {
      return plain;
    }
    String text = text(plain, declared);
    return text == null ? plain : text.getBytes(StandardCharsets.UTF_8);
  }

  /** Decodes a body in custody, which was accepted under the limit of its time. */
  static byte[] decode(byte[] raw, Map<String, String> headers) throws BodyTooLargeException {
    return decode(raw, headers, MOST);
  }

  /** The text for a screen: bytes that are no text in a known encoding show as replacement characters. */
  public static String text(byte[] raw, Map<String, String> headers) {
    byte[] plain = raw;
    try {
      plain = decode(raw, headers);
      ByteSourceJsonBootstrapper encoding = encoding(plain);
      encoding.detectEncoding();
      StringWriter text = new StringWriter(plain.length);
      encoding.constructReader().transferTo(text);
      return text.toString();
    } catch (IOException noText) {
      return new String(plain, StandardCharsets.UTF_8);
    }
  }

  /** Whether a text is one of {@code application/x-www-form-urlencoded}, also without that label. */
  public static boolean isForm(String text) {
    return FORM.matcher(text).lookingAt();
  }

  /** Says what a body is that is no JSON, without its content; null when nothing more is known. */
  static String explain(byte[] raw, Map<String, String> headers) {
    byte[] plain;
    try {
      plain = inflated(raw, MOST);
    } catch (EOFException e) {
      return "the body is compressed with " + compression(raw) + ", and cut off";
    } catch (BodyTooLargeException e) {
      return e.getMessage();
    } catch (IOException e) {
      return "the body is compressed with " + compression(raw) + ", and damaged";
    }
    boolean inflated = plain != raw;
    if (inflated && compression(plain) != null) {
      return "the body is compressed twice, and only one compression is undone";
    }
    String coding = codingLeft(headers.getOrDefault("content-encoding", ""), inflated);
    if (coding != null) {
      return "the body is compressed with " + coding + ", which is not undone: gzip and zlib are";
    }
    boolean multipart = headers.getOrDefault("content-type", "").toLowerCase(Locale.ROOT).startsWith("multipart/");
    if (multipart || isForm(new String(plain, 0, Math.min(plain.length, 256), StandardCharsets.ISO_8859_1))) {
      return "the body is a form, and a notification is JSON";
    }
    return isOpen(plain) ? explainCharset(plain, headers) : null;
  }

  private static String explainCharset(byte[] plain, Map<String, String> headers) {
    Charset declared = declaredCharset(headers);
    if (declared != null) {
      return text(plain, declared) == null ? "the body is text neither in UTF-8 nor in the charset that its Content-Type declares" : null;
    }
    return CHARSET.matcher(headers.getOrDefault("content-type", "")).find()
        ? "the body is no text in UTF-8, and the charset that its Content-Type declares is unknown"
        : "the body is no text in UTF-8, and its Content-Type declares no other charset";
  }

  private static byte[] inflated(byte[] raw, int most) throws IOException {
    String compression = compression(raw);
    if (compression == null) {
      return raw;
    }
    try (InputStream in =
        compression.equals("gzip") ? new GzipMembers(raw) : new InflaterInputStream(new ByteArrayInputStream(raw))) {
      byte[] plain = in.readNBytes(most);
      if (in.read() >= 0) {
        throw new BodyTooLargeException(most);
      }
      return plain;
    }
  }

  /**
   * The compression that the first two bytes show, with which no JSON begins (RFC 1952, 2.3.1; RFC 1950, 2.2: 32 KB, no dictionary); null
   * when they show none.
   */
  private static String compression(byte[] bytes) {
    int head = bytes.length < 2 ? 0 : (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
    return head == 0x1F8B ? "gzip" : head >> 8 == 0x78 && (head & 0x20) == 0 && head % 31 == 0 ? "zlib" : null;
  }

  private static String codingLeft(String contentEncoding, boolean inflated) {
    for (String coding : contentEncoding.toLowerCase(Locale.ROOT).split("[\\s,]+")) {
      if (NOT_UNDONE.contains(coding) && !(inflated && coding.equals("deflate"))) {
        return coding;
      }
    }
    return null;
  }

  private static Charset declaredCharset(Map<String, String> headers) {
    String type = headers.getOrDefault("content-type", "");
    if (type.indexOf(';') < 0) {
      return null;
    }
    Matcher charset = CHARSET.matcher(type);
    try {
      return charset.find() ? Charset.forName(charset.group(1)) : null;
    } catch (IllegalArgumentException unknown) {
      return null;
    }
  }

  /** Whether the bytes leave their encoding open: they are no UTF-8, and Jackson sees neither UTF-16 nor UTF-32 in them. */
  private static boolean isOpen(byte[] bytes) {
    try {
      return text(bytes, StandardCharsets.UTF_8) == null && encoding(bytes).detectEncoding() == JsonEncoding.UTF8;
    } catch (IOException oddOrderOfBytes) {
      return false;
    }
  }

  private static ByteSourceJsonBootstrapper encoding(byte[] bytes) {
    IOContext context = new IOContext(StreamReadConstraints.defaults(), StreamWriteConstraints.defaults(),
        ErrorReportConfiguration.defaults(), new BufferRecycler(), ContentReference.redacted(), false);
    return new ByteSourceJsonBootstrapper(context, bytes, 0, bytes.length);
  }

  /** The text of the bytes; null when they are not in that charset. */
  private static String text(byte[] bytes, Charset charset) {
    try {
      return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
