package io.github.mentagateway.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS to servers that one group of settings is about: {@code GROUP.trust}, whose authorities are trusted beside Java's own list, and
 * {@code GROUP.client-certificate} with {@code GROUP.client-key}. The files are read again for each new connection, because a file may
 * change without its time or length telling so. Files that cannot be used are told once, and what was read before stays in use.
 */
public final class ClientTls {
  private static final Logger LOG = LoggerFactory.getLogger(ClientTls.class);

  private final String group;
  private final Optional<Path> trust;
  private final Optional<Path> certificate;
  private final Optional<Path> key;
  private Loaded loaded;
  private String problem;

  private record Loaded(List<byte[]> contents, SSLContext context, List<X509Certificate> shown) {
    boolean isOf(List<byte[]> others) {
      return contents.size() == others.size() && Arrays.deepEquals(contents.toArray(), others.toArray());
    }
  }

  /** @param group what the names of the settings begin with, such as {@code gateway.mail} */
  public ClientTls(String group, Optional<Path> trust, Optional<Path> certificate, Optional<Path> key) {
    this.group = group;
    this.trust = trust;
    this.certificate = certificate;
    this.key = key;
  }

  /**
   * Reads the files. Without any there is nothing that can be wrong, and Java's own list is read by the first connection.
   *
   * @throws IllegalArgumentException with the setting's name when one cannot be used
   */
  public synchronized void load() {
    if (trust.isPresent() || certificate.isPresent()) {
      loaded = read(contents());
    }
  }

  /** For a new connection. */
  public synchronized SSLContext context() {
    try {
      List<byte[]> contents = contents();
      if (loaded == null || !loaded.isOf(contents)) {
        boolean first = loaded == null;
        loaded = read(contents);
        if (!first) {
          LOG.info("event=certificate outcome=replaced settings={}", group);
        }
      }
      problem = null;
    } catch (IllegalArgumentException e) {
      if (loaded == null) {
        throw e;
      }
      if (!e.getMessage().equals(problem)) {
        LOG.error("{}; what was read before stays in use", e.getMessage());
        problem = e.getMessage();
      }
    }
    return loaded.context();
  }

  /** The certificate that is shown to servers that ask for one. */
  synchronized Optional<X509Certificate> shown() {
    return loaded == null ? Optional.empty() : loaded.shown().stream().findFirst();
  }

  String group() {
    return group;
  }

  private List<byte[]> contents() {
    return List.of(bytes("trust", trust), bytes("client-certificate", certificate), bytes("client-key", key));
  }

  private byte[] bytes(String setting, Optional<Path> file) {
    try {
      return file.isPresent() ? Files.readAllBytes(file.get()) : new byte[0];
    } catch (IOException e) {
      throw unusable(setting, file.get(), "cannot be read: it must be there, and readable for the user that runs the gateway");
    }
  }

  private IllegalArgumentException unusable(String setting, Path file, String why) {
    return new IllegalArgumentException(group + "." + setting + ": the file " + file + " " + why);
  }

  private Loaded read(List<byte[]> contents) {
    List<X509Certificate> authorities = trust.isEmpty() ? List.of() : certificates("trust", trust.get(), contents.get(0));
    List<X509Certificate> chain = List.of();
    PrivateKey own = null;
    if (certificate.isPresent() && key.isPresent()) {
      chain = certificates("client-certificate", certificate.get(), contents.get(1));
      own = key(contents.get(2));
      if (!PemText.belongTogether(chain.get(0), own)) {
        throw unusable("client-key", key.get(), "holds another key than that of the first certificate in " + certificate.get()
            + ": our own certificate must stand first, those of its issuers after it");
      }
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {new ClientKey(chain, own)}, new TrustManager[] {new ServerTrust(authorities)}, null);
      return new Loaded(contents, context, chain);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(group + ".trust: no TLS can be made with these certificates: " + e.getMessage(), e);
    }
  }

  private List<X509Certificate> certificates(String setting, Path file, byte[] pem) {
    try {
      return PemText.certificates(pem);
    } catch (IllegalArgumentException e) {
      throw unusable(setting, file, e.getMessage());
    }
  }

  private PrivateKey key(byte[] pem) {
    try {
      return PemText.key(pem);
    } catch (IllegalArgumentException e) {
      throw unusable("client-key", key.get(), e.getMessage());
    }
  }
}
