package io.github.mentagateway.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Trusts Java's own list of authorities and others beside it. */
final class ServerTrust extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager managers;

  ServerTrust(List<X509Certificate> others) throws GeneralSecurityException {
    X509ExtendedTrustManager ofJava = manager(null);
    managers = others.isEmpty() ? ofJava : manager(store(Stream.concat(Stream.of(ofJava.getAcceptedIssuers()), others.stream()).toList()));
  }

  private static KeyStore store(List<X509Certificate> certificates) throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    try {
      store.load(null, null);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
    for (X509Certificate certificate : certificates) {
      store.setCertificateEntry("authority-" + store.size(), certificate);
    }
    return store;
  }

  /** @param store null for Java's own list */
  private static X509ExtendedTrustManager manager(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager found) {
        return found;
      }
    }
    throw new IllegalStateException("Java has no trust manager for X.509");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
    try {
      managers.checkServerTrusted(chain, authType, socket);
    } catch (CertificateException e) {
      throw new UntrustedChainException(chain, isTrusted(chain, authType), e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
    try {
      managers.checkServerTrusted(chain, authType, engine);
    } catch (CertificateException e) {
      throw new UntrustedChainException(chain, isTrusted(chain, authType), e);
    }
  }

  /** Without the names. */
  private boolean isTrusted(X509Certificate[] chain, String authType) {
    try {
      managers.checkServerTrusted(chain, authType);
      return true;
    } catch (CertificateException e) {
      return false;
    }
  }

  /** Java asks this only where no name is known, which no call of the gateway may leave open. */
  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
    throw new CertificateException("a server is trusted by its certificate and its name");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
    throw new CertificateException("this is no server");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return managers.getAcceptedIssuers();
  }
}
