package io.github.mentagateway.intake;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** An HTTP/2 connection on which a test writes the frames itself. */
final class RawHttp2 implements AutoCloseable {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int GOAWAY = 7;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int PRIORITY = 0x20;

  private final SSLSocket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder();

  private RawHttp2(SSLSocket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    this.out = new DataOutputStream(socket.getOutputStream());
  }

  /** After its TLS handshake; nothing of HTTP/2 is said yet. */
  static RawHttp2 silent(RunningIntake intake) throws Exception {
    SSLSocket socket = (SSLSocket) intake.trusting().getSocketFactory().createSocket("127.0.0.1", intake.port());
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(20_000);
    socket.startHandshake();
    return new RawHttp2(socket);
  }

  static RawHttp2 to(RunningIntake intake) throws Exception {
    return to(intake, new byte[0]);
  }

  /** Lets no byte of an answer's body come: SETTINGS_INITIAL_WINDOW_SIZE is 0. */
  static RawHttp2 withoutWindow(RunningIntake intake) throws Exception {
    return to(intake, new byte[] {0, 4, 0, 0, 0, 0});
  }

  private static RawHttp2 to(RunningIntake intake, byte[] settings) throws Exception {
    RawHttp2 connection = silent(intake);
    connection.out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
    connection.frame(SETTINGS, 0, 0, settings);
    return connection;
  }

  static Http2Headers headers(String... namesAndValues) {
    Http2Headers headers = new DefaultHttp2Headers(false);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return headers;
  }

  RawHttp2 request(int stream, boolean ends, Http2Headers headers) throws Exception {
    ByteBuf block = Unpooled.buffer();
    encoder.encodeHeaders(stream, headers, block);
    byte[] bytes = new byte[block.readableBytes()];
    block.readBytes(bytes);
    return frame(HEADERS, END_HEADERS | (ends ? END_STREAM : 0), stream, bytes);
  }

  RawHttp2 data(int stream, boolean ends, String text) throws IOException {
    return frame(DATA, ends ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.UTF_8));
  }

  RawHttp2 reset(int stream) throws IOException {
    return frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8});
  }

  private RawHttp2 frame(int type, int flags, int stream, byte[] payload) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    DataOutputStream bytes = new DataOutputStream(frame);
    bytes.writeInt(payload.length << 8 | type);
    bytes.write(flags);
    bytes.writeInt(stream);
    bytes.write(payload);
    out.write(frame.toByteArray());
    out.flush();
    return this;
  }

  /** {@code "404 {…}"}, or {@code "reset N"}, {@code "goaway N"}, {@code "closed"} when it is not answered. */
  String answer(int stream) throws Exception {
    String status = null;
    StringBuilder body = new StringBuilder();
    while (true) {
      int head = in.read();
      if (head < 0) {
        return "closed";
      }
      int length = head << 16 | in.readUnsignedShort();
      int type = in.read();
      int flags = in.read();
      int of = in.readInt();
      byte[] payload = in.readNBytes(length);
      if (type == GOAWAY) {
        return "goaway " + payload[7];
      } else if (of == stream && type == RST_STREAM && status == null) {
        return "reset " + payload[3];
      } else if (of == stream && type == HEADERS) {
        int priority = (flags & PRIORITY) == 0 ? 0 : 5;
        status = decoder.decodeHeaders(stream, Unpooled.wrappedBuffer(payload, priority, length - priority)).status().toString();
      } else if (of == stream && type == DATA) {
        body.append(new String(payload, StandardCharsets.UTF_8));
      }
      if (of == stream && (flags & END_STREAM) != 0 && (type == HEADERS || type == DATA)) {
        return status + " " + body;
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
