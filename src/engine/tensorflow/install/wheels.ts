/** @file The Python wheels that TensorFlow comes in, each pinned by its SHA-256. */

import { TensorFlowError } from '../error.js'

export interface Wheel {
  package: string
  version: string
  /** Platform tag, as pip names it. */
  platform: string
  /** Tag of the Python that the wheel is for; any wheel will do, as only its C++ libraries are used. */
  python: 'cp311' | 'py3'
  /** Absent for a version that genspec does not know; only the index's hash then verifies the wheel. */
  pin?: Pin
}

export interface Pin {
  sha256: string
  bytes: number
}

export type Device = 'cpu' | 'gpu'

export const defaultVersion = '2.21.0'

const pins: Record<string, Pin> = {
  'tensorflow-cpu 2.21.0 manylinux_2_27_x86_64': {
    sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
    bytes: 273_829_956,
  },
  'tensorflow 2.21.0 manylinux_2_27_x86_64': {
    sha256: '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124',
    bytes: 572_440_367,
  },
  'tensorflow 2.21.0 manylinux_2_27_aarch64': {
    sha256: '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c',
    bytes: 281_828_020,
  },
  'tensorflow 2.21.0 macosx_12_0_arm64': {
    sha256: '51f46f4806139d01fc7920cc72a4c75876f80649bf40ff083ab6212ceb43ca88',
    bytes: 223_405_849,
  },
  'tensorflow-cpu 2.15.1 manylinux_2_17_x86_64': {
    sha256: '54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26',
    bytes: 207_208_420,
  },
}

/** CUDA's libraries, as TensorFlow 2.21.0 requires them in its extra `and-cuda`. */
const cuda: Omit<Wheel, 'python'>[] = [
  {
    package: 'nvidia-cublas-cu12',
    version: '12.9.3.13',
    platform: 'manylinux_2_27_x86_64',
    pin: {
      sha256: 'd7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72',
      bytes: 581_217_458,
    },
  },
  {
    package: 'nvidia-cuda-cupti-cu12',
    version: '12.8.90',
    platform: 'manylinux_2_17_x86_64',
    pin: {
      sha256: 'ea0cb07ebda26bb9b29ba82cda34849e73c166c18162d3913575b0c9db9a6182',
      bytes: 10_248_621,
    },
  },
  {
    package: 'nvidia-cuda-nvcc-cu12',
    version: '12.9.86',
    platform: 'manylinux_2_12_x86_64',
    pin: {
      sha256: '5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0',
      bytes: 40_546_229,
    },
  },
  {
    package: 'nvidia-cuda-nvrtc-cu12',
    version: '12.9.86',
    platform: 'manylinux_2_12_x86_64',
    pin: {
      sha256: '210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4',
      bytes: 89_568_129,
    },
  },
  {
    package: 'nvidia-cuda-runtime-cu12',
    version: '12.9.79',
    platform: 'manylinux_2_17_x86_64',
    pin: {
      sha256: '25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3',
      bytes: 3_493_179,
    },
  },
  {
    package: 'nvidia-cudnn-cu12',
    version: '9.28.0.42',
    platform: 'manylinux_2_27_x86_64',
    pin: {
      sha256: '9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375',
      bytes: 716_538_495,
    },
  },
  {
    package: 'nvidia-cufft-cu12',
    version: '11.4.1.4',
    platform: 'manylinux_2_17_x86_64',
    pin: {
      sha256: 'c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28',
      bytes: 200_877_592,
    },
  },
  {
    package: 'nvidia-curand-cu12',
    version: '10.3.10.19',
    platform: 'manylinux_2_27_x86_64',
    pin: {
      sha256: '49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e',
      bytes: 68_295_626,
    },
  },
  {
    package: 'nvidia-cusolver-cu12',
    version: '11.7.5.82',
    platform: 'manylinux_2_27_x86_64',
    pin: {
      sha256: '15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88',
      bytes: 338_117_415,
    },
  },
  {
    package: 'nvidia-cusparse-cu12',
    version: '12.5.10.65',
    platform: 'manylinux_2_17_x86_64',
    pin: {
      sha256: '73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78',
      bytes: 366_465_088,
    },
  },
  {
    package: 'nvidia-nccl-cu12',
    version: '2.32.3',
    platform: 'manylinux_2_27_x86_64',
    pin: {
      sha256: 'bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c',
      bytes: 351_526_311,
    },
  },
  {
    package: 'nvidia-nvjitlink-cu12',
    version: '12.9.86',
    platform: 'manylinux_2_12_x86_64',
    pin: {
      sha256: 'e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9',
      bytes: 39_748_338,
    },
  },
]

/**
 * The wheels to unpack for a device of this machine; TensorFlow's own comes first.
 * @throws TensorFlowError if TensorFlow has no wheel with C++ libraries for this machine
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
  const pin = pins[`${name} ${version} ${tag}`]
  const own: Wheel = {
    package: name,
    version,
    platform: tag,
    python: 'cp311',
    ...(pin && { pin }),
  }
  return device === 'gpu'
    ? [own, ...cuda.map((wheel) => ({ ...wheel, python: 'py3' as const }))]
    : [own]
}

function platformTag(version: string, platform: string, arch: string): string | undefined {
  const glibc = Number(version.split('.')[1]) < 20 ? '2_17' : '2_27'
  if (platform === 'linux' && arch === 'x64') return `manylinux_${glibc}_x86_64`
  if (platform === 'linux' && arch === 'arm64') return `manylinux_${glibc}_aarch64`
  if (platform === 'darwin' && arch === 'arm64') return 'macosx_12_0_arm64'
  return undefined
}
