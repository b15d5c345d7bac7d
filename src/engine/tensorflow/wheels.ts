/** @file The Python wheels that TensorFlow comes in, each pinned by its SHA-256. */

import { TensorFlowError } from './error.js'

export interface Wheel {
  package: string
  version: string
  /** Platform tag, as pip names it. */
  platform: string
  /** Tag of the Python that the wheel is for; any wheel will do, as only its C++ libraries are used. */
  python: 'cp311' | 'py3'
  /** Absent for a version that genspec does not know: the index's own hash is then all there is. */
  sha256?: string
}

export type Device = 'cpu' | 'gpu'

export const defaultVersion = '2.21.0'

const pins: Record<string, string> = {
  'tensorflow-cpu 2.21.0 manylinux_2_27_x86_64':
    '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
  'tensorflow 2.21.0 manylinux_2_27_x86_64':
    '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124',
  'tensorflow 2.21.0 manylinux_2_27_aarch64':
    '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c',
  'tensorflow 2.21.0 macosx_12_0_arm64':
    '51f46f4806139d01fc7920cc72a4c75876f80649bf40ff083ab6212ceb43ca88',
  'tensorflow-cpu 2.15.1 manylinux_2_17_x86_64':
    '54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26',
}

/** CUDA's libraries, as TensorFlow 2.21.0 asks for them in its extra `and-cuda`. */
const cuda: [name: string, version: string, platform: string, sha256: string][] = [
  [
    'cublas',
    '12.9.3.13',
    '2_27',
    'd7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72',
  ],
  [
    'cuda-cupti',
    '12.8.90',
    '2_17',
    'ea0cb07ebda26bb9b29ba82cda34849e73c166c18162d3913575b0c9db9a6182',
  ],
  [
    'cuda-nvcc',
    '12.9.86',
    '2_12',
    '5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0',
  ],
  [
    'cuda-nvrtc',
    '12.9.86',
    '2_12',
    '210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4',
  ],
  [
    'cuda-runtime',
    '12.9.79',
    '2_17',
    '25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3',
  ],
  [
    'cudnn',
    '9.28.0.42',
    '2_27',
    '9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375',
  ],
  ['cufft', '11.4.1.4', '2_17', 'c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28'],
  [
    'curand',
    '10.3.10.19',
    '2_27',
    '49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e',
  ],
  [
    'cusolver',
    '11.7.5.82',
    '2_27',
    '15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88',
  ],
  [
    'cusparse',
    '12.5.10.65',
    '2_17',
    '73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78',
  ],
  ['nccl', '2.32.3', '2_27', 'bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c'],
  [
    'nvjitlink',
    '12.9.86',
    '2_12',
    'e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9',
  ],
]

/**
 * The wheels to unpack for a device of this machine; TensorFlow's own comes first.
 * @throws TensorFlowError where TensorFlow has no wheel with C++ libraries
 */
export function wheelsFor(
  device: Device,
  version: string,
  platform: string = process.platform,
  arch: string = process.arch,
): Wheel[] {
  const tag = platformTag(version, platform, arch)
  if (
    device === 'gpu' &&
    (tag === undefined || !tag.endsWith('x86_64') || version !== defaultVersion)
  ) {
    throw new TensorFlowError(
      `CUDA is provided for TensorFlow ${defaultVersion} on Linux x64 only`,
      'use `--cpu`, or `--from` a Python whose TensorFlow has CUDA',
    )
  }
  if (tag === undefined) {
    throw new TensorFlowError(
      `TensorFlow's C++ libraries are not published for ${platform} ${arch}`,
      'use `--engine portable`, or on Windows run genspec inside WSL 2',
    )
  }
  const name = tag.endsWith('x86_64') && device === 'cpu' ? 'tensorflow-cpu' : 'tensorflow'
  const sha256 = pins[`${name} ${version} ${tag}`]
  const own: Wheel = {
    package: name,
    version,
    platform: tag,
    python: 'cp311',
    ...(sha256 !== undefined && { sha256 }),
  }
  return device === 'gpu' ? [own, ...cuda.map(cudaWheel)] : [own]
}

function cudaWheel([name, version, glibc, sha256]: (typeof cuda)[number]): Wheel {
  const platform = `manylinux_${glibc}_x86_64`
  return { package: `nvidia-${name}-cu12`, version, platform, python: 'py3', sha256 }
}

function platformTag(version: string, platform: string, arch: string): string | undefined {
  const glibc = Number(version.split('.')[1]) < 20 ? '2_17' : '2_27'
  if (platform === 'linux' && arch === 'x64') return `manylinux_${glibc}_x86_64`
  if (platform === 'linux' && arch === 'arm64') return `manylinux_${glibc}_aarch64`
  if (platform === 'darwin' && arch === 'arm64') return 'macosx_12_0_arm64'
  return undefined
}
