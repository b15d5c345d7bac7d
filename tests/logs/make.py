"""The runs of this folder, by the libraries that write such logs: python3 make.py.

With hydra-core 1.3.8, mlflow-skinny 3.17.2 and tensorboard 2.21.0. Each kind has the widths 16 and 32 and the
seeds 0 and 1.
"""

import os
import pathlib
import shutil
import subprocess
import sys

here = pathlib.Path(__file__).parent
os.chdir(here)


def curve(width, seed):
    """Test accuracy and loss of epochs 1 and 2; halves of powers of two are exact in single precision."""
    return [(epoch, 0.25 * epoch + width / 128 + seed / 64, 1 / epoch) for epoch in (1, 2)]


def tensorboard():
    from tensorboard.compat.proto.event_pb2 import Event
    from tensorboard.compat.proto.summary_pb2 import Summary
    from tensorboard.summary.writer.event_file_writer import EventFileWriter

    for width in (16, 32):
        for seed in (0, 1):
            writer = EventFileWriter(f'tensorboard/{width}-{seed}')
            for epoch, accuracy, loss in curve(width, seed):
                values = [
                    Summary.Value(tag='Accuracy/test', simple_value=accuracy),
                    Summary.Value(tag='Loss/test', simple_value=loss),
                ]
                writer.add_event(Event(step=epoch, wall_time=epoch, summary=Summary(value=values)))
            writer.close()
            (file,) = pathlib.Path(f'tensorboard/{width}-{seed}').iterdir()
            file.rename(file.parent / 'events.out.tfevents.1')


def mlflow():
    os.environ['MLFLOW_ALLOW_FILE_STORE'] = 'true'
    import mlflow

    mlflow.set_tracking_uri(f'file:{here.resolve()}/mlruns')
    mlflow.set_experiment('widths')
    for width in (16, 32):
        for seed in (0, 1):
            with mlflow.start_run():
                mlflow.log_params({'model.width': width, 'seed': seed})
                for epoch, accuracy, loss in curve(width, seed):
                    mlflow.log_metrics({'test/acc': accuracy, 'test_loss': loss}, step=epoch)
    shutil.rmtree('mlruns/0', ignore_errors=True)
    shutil.rmtree('mlruns/models', ignore_errors=True)
    for meta in pathlib.Path('mlruns').rglob('meta.yaml'):
        meta.write_text(meta.read_text().replace(str(here.resolve()), '/home/me').replace('root', 'me'))
    for tags in pathlib.Path('mlruns').glob('*/*/tags'):
        shutil.rmtree(tags)


APP = """
import csv, hydra
@hydra.main(version_base=None, config_name='c', config_path='.')
def main(c):
    from hydra.core.hydra_config import HydraConfig
    with open(HydraConfig.get().runtime.output_dir + '/metrics.csv', 'w') as file:
        w = csv.writer(file, lineterminator='\\n')
        w.writerow(['epoch', 'step', 'train_loss', 'val_acc', 'val_loss'])
        for epoch in (1, 2):
            w.writerow([epoch - 1, epoch * 10 - 1, 2 / epoch, '', ''])
            w.writerow([epoch - 1, epoch * 10 - 1, '', 0.25 * epoch + c.model.width / 128 + c.seed / 64, 1 / epoch])
main()
"""


def hydra():
    folder = pathlib.Path('app')
    folder.mkdir()
    (folder / 'app.py').write_text(APP)
    (folder / 'c.yaml').write_text('model: {width: 16}\nseed: 0\n')
    for widths in ('', 'model.width=32'):
        arguments = [one for one in ('-m', 'seed=0,1', widths) if one]
        place = f'hydra.sweep.dir={here.resolve()}/multirun/2026-01-0{2 if widths else 1}/10-00-00'
        subprocess.run([sys.executable, 'app.py', *arguments, place], cwd=folder, check=True)
    for extra in [*pathlib.Path('multirun').rglob('hydra.yaml'), *pathlib.Path('multirun').rglob('*.log')]:
        extra.unlink()
    for extra in pathlib.Path('multirun').rglob('multirun.yaml'):
        extra.unlink()
    shutil.rmtree(folder)


for folder in ('tensorboard', 'mlruns', 'multirun', 'app'):
    shutil.rmtree(folder, ignore_errors=True)
for make in (tensorboard, mlflow, hydra):
    make()
